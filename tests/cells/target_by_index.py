# expect: parallel
# setup
d={}
# cell
for i, d[i%3] in enumerate("abcdefg"):
    pass
