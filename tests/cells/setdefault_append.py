# setup
d={}
# cell
for i in range(5):
    d.setdefault(i%2,[]).append(i)
