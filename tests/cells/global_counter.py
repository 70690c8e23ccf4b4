# expect: parallel
# setup
out=[]
count=0
def f(i):
    global count
    count+=1
    return count
# cell
for i in range(6):
    out.append(f(i))
