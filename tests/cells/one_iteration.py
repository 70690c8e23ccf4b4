# setup
o=[]
# cell
for i in range(1):
    o.append(i)
else:
    z=1
