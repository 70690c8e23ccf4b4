# expect: any
# setup
s={1,2,3}
# cell
try:
    for x in s:
        s.add(9)
        for j in range(1):
            print(j)
except RuntimeError as e:
    print(e)
