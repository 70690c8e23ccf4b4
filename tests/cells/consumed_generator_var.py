# setup
# cell
g=(x*x for x in range(5))
r=list(g)
