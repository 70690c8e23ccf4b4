# setup
# cell
for i in range(8):
    y = 1 / (7 - i)
