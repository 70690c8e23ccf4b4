# expect: serial
# codes: NBP301
# under: default
# setup
# cell
squares = []
for i in range(100):
    squares.append(i * i)
