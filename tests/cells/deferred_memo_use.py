# expect: serial
# codes: NBP102
# setup
memo={}; out=[]
def f(x): return x*x
# cell
for x in [1,2,1,3]:
    if x not in memo:
        memo[x]=f(x)
    out.append(memo[x])
