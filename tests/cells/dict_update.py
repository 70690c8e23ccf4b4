# expect: parallel
# setup
d={}
# cell
for i in range(10):
    d.update({i:i*i})
