# expect: any
# setup
import calendar
out = []
# cell
calendar.mdays[2] = 30
for i in range(4):
    out.append(calendar.mdays[2])
calendar.mdays[2] = 28
