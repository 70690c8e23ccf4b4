# expect: parallel
# setup
class Shape:
    sides = 0

    def __init__(self, name):
        self.name = name
        self.tags = []

    def area(self, scale):
        return scale

    @classmethod
    def unit(cls):
        return cls("unit", 1)

    def __repr__(self):
        return f"{type(self).__name__}({self.name}, {self.tags})"

class Round(Shape):
    def area(self, scale):
        return 3 * super().area(scale)

class Square(Round, Shape):
    sides = 4

    def __init__(self, name, side):
        super().__init__(name)
        super(Round, self).__init__(name + "'")
        self.side = side
        self.tags.append(side)

    def area(self, scale):
        return self.side**2 * super().area(scale)

    @classmethod
    def unit(cls):
        made = super().unit()
        made.tags.append("class")
        return made

shapes, areas = [], []
# cell
for n in range(12):
    square = Square(f"s{n}", n)
    areas.append((square.area(2), repr(Square.unit())))
    shapes.append(square)
