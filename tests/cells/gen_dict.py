# expect: parallel
# setup
ks=['a','b','c']
# cell
r=dict((k,len(k)) for k in ks)
