# expect: parallel
# setup
m = {}
# cell
for k, v in [('a', 1), ('b', 2), ('a', 3)]:
    m = {**m, k: v * 2}
