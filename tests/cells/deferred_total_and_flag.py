# expect: parallel
# setup
tot=0; warned=False
# cell
for v in range(10):
    if tot>20 and not warned:
        warned=True
    tot+=v
