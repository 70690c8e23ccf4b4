# expect: parallel
# setup
data=[0,1,2,3,9,1]; hist=[0]*4; n=0
# cell
for b in data:
    n+=b
    hist[b]+=1
