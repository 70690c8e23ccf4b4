# expect: any any
# setup
def f(x): return x*x-7
# cell
s=sum(v for x in range(8) if (v:=f(x))>0)
b=any((w:=f(x))>20 for x in range(30))
both=(v,w)
