# expect: parallel
# setup
s=set()
# cell
for i in range(10):
    s|={i,i*2}
