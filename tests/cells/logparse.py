# expect: parallel
# setup
import re
logs=['1.1.1.1 GET /a 200','2.2.2.2 POST /b 500']; hits={}; errs=[]
# cell
for l in logs:
    ip,m,path,st=l.split()
    hits[path]=hits.get(path,0)+1
    if int(st)>=500: errs.append((ip,path))
