# expect: parallel
# setup
a='abc'
b=[1,2,3]
# cell
r={k:v for k,v in zip(a,b)}
