# expect: parallel
# setup
res = []
# cell
for i in range(9):
    res.append({'i': i})
    res[-1]['sq'] = i * i
