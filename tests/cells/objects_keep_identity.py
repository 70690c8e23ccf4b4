# expect: parallel parallel
# setup
class C:
    def __repr__(self): return 'C'
cs=[C() for _ in range(4)]
o=[]
# cell
for c in cs:
    o.append(c)
q=[x is y for x,y in zip(o,cs)]
