# expect: any
# setup
j = 0
out = []
# cell
for x in [1, 0, 2, 0, 3]:
    try:
        for k in range(2):
            y = 1 / x
    except ZeroDivisionError:
        continue
    out.append(j)
    j += 1
