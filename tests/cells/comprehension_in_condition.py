# expect: parallel
# setup
xs = [1, 5]
# cell
if [x for x in xs if x > 3]:
    big = True
else:
    big = False
