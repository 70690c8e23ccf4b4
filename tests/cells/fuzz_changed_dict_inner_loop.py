# expect: any
# setup
d={1:2,3:4}
# cell
try:
    for x,y in d.items():
        d[9]=1
        for j in range(1):
            print(j)
except RuntimeError as e:
    print(e)
