# expect: any
# setup
j=3
# cell
out=[]
for x in range(9):
    if x%2:
        j+=2
    else:
        j+=1
    out.append(j)
