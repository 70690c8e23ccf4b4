# expect: parallel
# setup
# cell
def tag(rows):
    for r in rows:
        r.append(len(r))
rows=[[i]*i for i in range(6)]
tag(rows)
