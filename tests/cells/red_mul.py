# expect: parallel
# setup
xs=[1.1,1.2,1.3]*4; p=1.0
# cell
for x in xs:
    p=x*p
