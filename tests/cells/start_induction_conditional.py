# expect: any
# setup
j=0
# cell
out=[]
for x in range(9):
    if x%2:
        j+=1
    out.append(j)
