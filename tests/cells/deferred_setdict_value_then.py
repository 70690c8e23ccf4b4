# expect: parallel
# setup
d={}
# cell
for i in range(5):
    d[i%2]=d.get(i%2,[])+[i]
