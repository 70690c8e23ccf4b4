# expect: any any
# setup
class T:
    pass
t = T()
t.tmp = None
t.out = []
# cell
for i in range(6):
    t.tmp = i * i
    t.out.append(t.tmp)
    del t.tmp
left = hasattr(t, "tmp")
t.tmp = 5
for i in range(6):
    t.tmp = i
    t.out.append(-t.tmp)
