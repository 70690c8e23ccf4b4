# expect: parallel
# setup
data='hello world'; hist={c:0 for c in data}
# cell
for c in data:
    hist[c]+=1
