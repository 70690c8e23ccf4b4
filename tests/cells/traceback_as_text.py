# expect: parallel
# setup
import traceback

def invert(n):
    return 1 / (n % 4)

told = []
# cell
for n in range(12):
    try:
        invert(n)
    except ZeroDivisionError:
        told.append([x.rpartition(", line")[2] for x in traceback.format_exc().splitlines()])
    except ArithmeticError as error:
        told.append(traceback.format_exception(error))
