# expect: any
# setup
kept = []
# cell
try:
    [][0]
except IndexError:
    for n in range(12):
        try:
            1 / (n % 3)
        except ZeroDivisionError as error:
            kept.append(error)
