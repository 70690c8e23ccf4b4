# expect: any
# setup
class Agent:
    def __init__(self, state):
        self.state = state
agents = [Agent(i % 2) for i in range(10)]
# cell
for i, a in enumerate(agents):
    left = agents[i - 1].state
    a.state = (a.state + left) % 2
