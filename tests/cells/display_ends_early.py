# expect: any any
# setup
from IPython.display import display
xs = list(range(20))
# cell
for x in xs:
    display(x)
    if x == 9:
        break
    print("after", x)
for x in xs:
    display([x])
    y = 1 / (13 - x)
