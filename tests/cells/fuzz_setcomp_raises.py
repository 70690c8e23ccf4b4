# expect: any
# setup
vals=[1,2,0,3]
# cell
res={1/v for v in vals}
