# expect: serial
# codes: NBP106
# setup
it=[1,2,1]
seen=set()
# cell
r=[x for x in it if x not in seen and not seen.add(x)]
