# expect: serial
# codes: NBP101
# setup
l = []
# cell
for x in [1, 4, 9, 5]:
    l = [*l, x + len(l)]
    print(sum(l))
