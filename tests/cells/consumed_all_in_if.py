# expect: parallel
# setup
ok=[]
# cell
if all(x<100 for x in range(10)): ok.append(1)
