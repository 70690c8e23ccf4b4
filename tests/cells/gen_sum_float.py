# expect: parallel
# setup
xs=[0.1*i for i in range(100)]
# cell
s=sum(x*x for x in xs)
