# expect: parallel
# setup
# cell
ys=[(q:=x) for x in range(9) if x>100]
try:
    q
except NameError as e:
    m=str(e)
