# expect: parallel
# setup
o=[]
# cell
for x in map(str, range(5)):
    o.append(x)
