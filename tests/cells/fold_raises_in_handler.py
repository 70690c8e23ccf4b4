# expect: any
# setup
xs = [1, "a", 2, None, 3.5] * 6
total, bad = 0, 0
# cell
for x in xs:
    try:
        int(x)
    except (ValueError, TypeError):
        try:
            total += x
        except TypeError:
            bad += 1
