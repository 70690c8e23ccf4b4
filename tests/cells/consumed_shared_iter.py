# expect: serial
# codes: NBP207
# setup
it=iter(range(10))
# cell
a=sum(x for x in it if x<4)
b=list(it)
