# expect: parallel
# setup
class Tracker:
    def __init__(self):
        self.log = []
t = Tracker()
# cell
for i in range(6):
    t.log.append(i / 4)
    print(t.log[-1])
