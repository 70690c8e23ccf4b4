# expect: parallel
# setup
o=[]
# cell
with open('/dev/null') as f:
    for i in range(4):
        o.append(i)
