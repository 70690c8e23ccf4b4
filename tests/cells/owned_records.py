# expect: parallel
# setup
recs=[{"a":i,"b":str(i)} for i in range(8)]
out=[]
# cell
for r in recs:
    r["c"]=r["a"]**2
    r.pop("b")
    out.append(r)
