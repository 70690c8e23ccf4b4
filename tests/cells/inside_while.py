# expect: parallel
# setup
n=0
o=[]
# cell
while n<3:
    for i in range(4):
        o.append(i*n)
    n+=1
