# expect: parallel
# setup
objs=[[1],[2],[3]]
# cell
r=tuple(o for o in objs)
