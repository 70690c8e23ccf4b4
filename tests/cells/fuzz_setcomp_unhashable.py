# expect: any
# setup
vals=[1,2,[],3]
# cell
res={v for v in vals}
