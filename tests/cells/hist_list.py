# expect: parallel
# setup
data=[1,3,2,3,1,0]*5; hist=[0]*4
# cell
for b in data:
    hist[b]+=1
