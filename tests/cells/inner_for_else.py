# setup
o=[]
# cell
for i in range(4):
    for j in range(i):
        if j==2: break
    else:
        o.append((i,j)) if i else None
