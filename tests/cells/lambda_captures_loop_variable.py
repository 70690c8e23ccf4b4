# setup
fs=[]
# cell
for i in range(5):
    fs.append(lambda: i)
q=[f() for f in fs]
