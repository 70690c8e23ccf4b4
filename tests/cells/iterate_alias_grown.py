# expect: serial
# codes: NBP102 NBP105
# setup
xs=[1,2,3]
b=xs
# cell
for x in xs:
    b.append(x)
    if len(b)>6: break
