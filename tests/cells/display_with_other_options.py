# expect: any any parallel
# setup
import decimal
import numpy as np
from IPython.display import display
xs = list(range(12))
# cell
for x in xs:
    with np.printoptions(precision=1):
        display(np.arange(3) / 7)
    display(np.arange(3) / 7)
for x in xs:
    with decimal.localcontext() as context:
        context.capitals = 0
        display(decimal.Decimal("1E+30"))
for x in xs:
    with np.printoptions(precision=1):
        text = str(np.arange(3) / 7)
    display(text, np.arange(3) / 7)
