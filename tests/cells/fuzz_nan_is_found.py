# expect: any any any
# setup
nan=float("nan"); vals=[nan,1.0]*3; d={nan:1}
# cell
a=[v in vals for v in vals]
b=[d.get(nan) for i in range(6)]
c=[(nan,i)==(nan,0) for i in range(6)]
