# expect: parallel
# setup
words = {'a', 'bb', 'ccc', 'dd'}
out = []
# cell
for w in words:
    out.append(w + '!')
