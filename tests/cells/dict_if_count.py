# expect: parallel
# setup
data='hello world'; hist={}
# cell
for c in data:
    if c in hist:
        hist[c]+=1
    else:
        hist[c]=1
