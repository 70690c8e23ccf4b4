# expect: any any
# setup
a=10**20; b=a; f=1.5; g=f
# cell
out=[a is b for i in range(6)]
put=[f is g for i in range(6)]
