# expect: serial
# codes: NBP102
# setup
xs = [1, 2, 1]
memo = {}
out = []
# cell
for x in xs:
    if x not in memo:
        memo[x] = x * x
    out.append(memo[x])
