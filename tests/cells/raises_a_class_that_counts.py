# expect: serial
# codes: NBP107
# setup
made = []

class Odd(ValueError):
    def __init__(self):
        made.append(len(made))

def check(n):
    if n % 2:
        raise Odd

out = []
# cell
for n in range(10):
    try:
        check(n)
    except Odd:
        out.append(n)
