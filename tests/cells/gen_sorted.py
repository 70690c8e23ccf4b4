# expect: parallel
# setup
words=['b','a','cc']*5
# cell
r=sorted(w.upper() for w in words)
