# expect: parallel
# setup
j=3
# cell
out=[]
for x in range(9):
    if x%2:
        j+=2
        out.append(j)
    else:
        out.append(-j)
        j+=2
