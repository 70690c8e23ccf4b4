# expect: any
# setup
class Tally:
    def __init__(self):
        self.errors = []
        self.tried = 0

    def add(self, n):
        try:
            self.tried += 1
            1 / (n % 3)
        except ZeroDivisionError as error:
            self.errors.append(error)

tally = Tally()
# cell
for n in range(12):
    tally.add(n)
