# expect: serial
# codes: NBP207
# setup
it=iter(range(10))
# cell
a=list(map(str,it))
b=list(it)
