# expect: serial
# codes: NBP209
# setup
xs = [3, 1, 4]
# cell
out = []
for x in xs:

    class Point:
        dimension = 1

    out.append(Point.dimension * x)
del Point
