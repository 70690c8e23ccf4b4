# expect: parallel
# setup
out=[]
# cell
for i in range(10):
    out.insert(0,i*i)
