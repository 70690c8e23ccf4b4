# expect: parallel
# setup
out = []
# cell
for n in range(1, 12):
    steps = 0
    while n != 1:
        n = n // 2 if n % 2 == 0 else 3 * n + 1
        steps += 1
    out.append(steps)
