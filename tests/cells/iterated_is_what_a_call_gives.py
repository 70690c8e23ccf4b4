# expect: serial
# setup
L = [1, 2, 3, 4]; out = []
def src(): return L
# cell
for x in src():
    if len(L) < 9: L.append(x)
    out.append(x)
