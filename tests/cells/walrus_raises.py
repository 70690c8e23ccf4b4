# expect: any
# setup
# cell
try:
    ys=[(a:=x)/(3-x) for x in range(6)]
except ZeroDivisionError:
    last=a
