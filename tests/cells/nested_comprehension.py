# expect: parallel parallel
# setup
# cell
r=[[i*j for j in range(3)] for i in range(4)]
s={x%3 for x in range(9)}
