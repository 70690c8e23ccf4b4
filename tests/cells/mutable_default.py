# expect: serial
# codes: NBP107
# setup
out=[]
def f(i, memo={}):
    memo[i]=len(memo)
    return memo[i]
# cell
for i in range(6):
    out.append(f(i))
