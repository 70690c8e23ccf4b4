# expect: parallel
# setup
# cell
r=list(map(pow,[1,2,3],[2,3]))
