# expect: parallel
# setup
xs='abc'
# cell
s=''
for x in xs:
    s+=x
