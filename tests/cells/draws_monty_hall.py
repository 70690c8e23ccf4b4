# expect: parallel
# setup
import random

def play(switch):
    car, pick = random.randrange(3), random.randrange(3)
    opened = random.choice([d for d in range(3) if d not in (car, pick)])
    if switch:
        pick = next(d for d in range(3) if d not in (pick, opened))
    return pick == car
# cell
wins = sum(play(True) for _ in range(60))
after = random.random()
