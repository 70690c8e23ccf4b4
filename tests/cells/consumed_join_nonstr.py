# expect: parallel
# setup
# cell
r=','.join(x for x in ['a',1,'b'])
