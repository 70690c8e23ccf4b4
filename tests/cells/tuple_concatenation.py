# expect: parallel
# setup
xs='abc'
# cell
t=()
for x in xs:
    t+=(x,)
