# expect: any
# setup
data='abcabz'*4; hist={'a':0,'b':0,'c':0}; seen=[]
# cell
for c in data:
    hist[c]+=1
    seen.append(c)
