# expect: parallel parallel
# setup
a=[];b=[]
# cell
for i in range(4):
    x=[i]
    a.append(x); b.append(x)
q=[u is v for u,v in zip(a,b)], x is a[-1]
