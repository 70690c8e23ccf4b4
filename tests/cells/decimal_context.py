# expect: parallel
# setup
o=[]
# cell
import decimal
decimal.getcontext().prec=50
for i in range(3,6):
    o.append(decimal.Decimal(1)/i)
