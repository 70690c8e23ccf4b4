# expect: parallel
# setup
class C:
    n=0
cs=[C() for _ in range(6)]
vals=list(range(6))
# cell
for c,v in zip(cs,vals):
    c.n=v
