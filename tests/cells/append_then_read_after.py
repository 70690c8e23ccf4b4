# expect: parallel
# setup
xs=[1,2,3]
xs2=xs[:]
# cell
for x in xs:
    xs2.append(x)
print(len(xs2))
