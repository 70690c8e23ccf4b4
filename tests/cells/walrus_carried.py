# expect: any
# setup
prev=0
# cell
ys=[(prev, (prev:=x)) for x in range(6)]
