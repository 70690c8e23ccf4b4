# expect: serial
# codes: NBP504
# setup
h={}
# cell
for k in 'abca':
    try:
        h[k]+=1
    except KeyError:
        h[k]=1
