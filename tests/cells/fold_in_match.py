# expect: parallel
# setup
shapes = [("circle", 1.5), ("square", 2), ("line",), ("square", 3)] * 8
area, others = 0.0, 0
# cell
for shape in shapes:
    match shape:
        case ("circle", r):
            area += 3.14 * r * r
        case ("square", side):
            area += side * side
        case _:
            others += 1
