# expect: serial
# setup
d={k:i for i,k in enumerate("abcdef")}
# cell
try:
    for k in d:
        d[k+"x"]=d[k]
except RuntimeError as e:
    m=str(e)
