# expect: parallel
# setup
texts = ["1", "x", "3", "", "5"] * 8
failed, names, total = 0, "", 0.0
# cell
for text in texts:
    try:
        value = int(text)
    except ValueError as error:
        failed += 1
        names += str(error)[-3:]
    else:
        total = total + value / 3
    finally:
        total += 0.1
