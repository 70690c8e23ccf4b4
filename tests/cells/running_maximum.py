# expect: parallel
# setup
xs=[3,1,2]
# cell
m=0
for x in xs:
    if x>m: m=x
