# expect: any parallel
# setup
xs = list(range(12))
# cell
for x in xs:
    from IPython.display import display
    display(x)
import IPython
for x in xs:
    IPython.display.display([x])
