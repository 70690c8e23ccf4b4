# expect: parallel any
# setup
kept = []
for n in range(4):
    try:
        1 / (n % 2)
    except ZeroDivisionError as error:
        kept.append(error)
# cell
lines = [(n, error.__traceback__.tb_lineno, error.args) for n in range(9) for error in kept]
told = []
for n in range(9):
    error = kept[n % 2]
    told.append((error.__traceback__ is None, error.__context__, error, n))
