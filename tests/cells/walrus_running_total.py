# expect: any
# setup
total=0
# cell
ys=[total:=total+x for x in range(6)]
