# expect: any
# setup
k=(float("nan"),1); d={}
# cell
for i in range(6):
    d[k]=i
