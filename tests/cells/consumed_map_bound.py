# expect: parallel
# setup
d={'a':1,'b':2}
# cell
r=list(map(d.get,['a','b','c']))
