# setup
o=[]
# cell
for i in range(4):
    s=set()
    for ch in 'hello world'*3:
        s.add(ch+str(i))
    o.append(''.join(s))
