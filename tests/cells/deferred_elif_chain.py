# expect: parallel
# setup
pos=neg=zero=0
# cell
for v in [3,-1,0,2,-5]:
    if v>0: pos+=1
    elif v<0: neg+=1
    else: zero+=1
