# expect: parallel
# setup
tot=0.0
# cell
for i in range(20):
    if i%2: tot-=1/(2*i+1)
    else: tot+=1/(2*i+1)
