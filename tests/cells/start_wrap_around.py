# expect: parallel
# setup
before="start"
# cell
pairs=[]
for w in "the cat sat on the mat".split():
    pairs.append((before,w))
    before=w
