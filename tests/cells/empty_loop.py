# setup
o=[]
# cell
for i in []:
    o.append(i)
else:
    z=1
