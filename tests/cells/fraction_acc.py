# expect: parallel
# setup
from fractions import Fraction
t=Fraction(0)
# cell
for i in range(1,10):
    t+=Fraction(1,i)
