# expect: any any
# setup
import random
shared = random.Random(3)
import random
class Sim:
    def __init__(self, beta, seed):
        self.beta, self.rng = beta, shared
        self.S, self.I = 20, 2
        self.curve = []
    def run(self, n):
        for _ in range(n):
            new = sum(self.rng.random() < self.beta for _ in range(self.S))
            self.S -= new; self.I += new
            self.curve.append(self.I)
        return max(self.curve)
peaks = {}
# cell
for beta in (.01, .02, .05, .1):
    peaks[beta] = [Sim(beta, s).run(5) for s in range(3)]
