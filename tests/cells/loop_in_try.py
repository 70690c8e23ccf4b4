# setup
out = []
# cell
try:
    for i in range(9):
        out.append(1 / (6 - i))
except ZeroDivisionError as error:
    caught = str(error)
