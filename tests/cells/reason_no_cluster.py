# expect: serial
# codes: NBP503
# under: nobody
# setup
# cell
squares = []
for n in range(5):
    squares.append(n * n)
