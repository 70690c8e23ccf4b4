# expect: parallel
# setup
d={'a':[1],'b':[2]}
# cell
for k in 'abab':
    d[k]+=[k]
