# expect: parallel
# setup
from decimal import Decimal
t=Decimal(0)
# cell
for i in range(1,10):
    t+=Decimal(1)/Decimal(i)
