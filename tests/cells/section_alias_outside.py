# expect: any
# setup
a=list(range(8))
holder={"a":a}
# cell
for i in range(8):
    a[i]=a[i]+holder["a"][0]
