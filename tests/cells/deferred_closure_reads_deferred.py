# expect: serial
# codes: NBP102
# setup
tot=0
def f(x): return x+tot
# cell
for v in [3,-1,0]:
    tot+=f(v)
