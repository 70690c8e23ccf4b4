# expect: parallel parallel
# setup
out = []
# cell
for c in 'héllo':
    out.append(c)
for b in b'ab':
    out.append(b)
