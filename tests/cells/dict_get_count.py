# expect: parallel
# setup
data='hello world'; hist={}
# cell
for c in data:
    hist[c]=hist.get(c,0)+1
