# setup
o=[]
# cell
for i in range(5):
    def h(q): return q+i
    o.append(h(1))
z=h(0)
