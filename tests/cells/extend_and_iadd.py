# expect: parallel
# setup
xs = [3, 1, 2]
a = [9]
b = []
# cell
for x in xs:
    a.extend(range(x))
    b += [x, -x]
    a.append(x)
