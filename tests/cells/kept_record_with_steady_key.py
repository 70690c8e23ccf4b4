# expect: parallel
# setup
best = None
# cell
for i in range(6):
    record = {'score': (i * 7) % 5, 'model': [i]}
    if best is None or record['score'] > best['score']:
        best = record
    record['rank'] = i
