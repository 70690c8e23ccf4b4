# expect: any
# setup
xs = [1, "a", 2, None, 3.5] * 6
total, bad = 0, []
# cell
for x in xs:
    try:
        total += x
    except TypeError:
        bad.append(x)
