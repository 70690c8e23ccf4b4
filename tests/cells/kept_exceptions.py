# expect: parallel
# setup
def halve(n):
    if n % 3 == 0:
        raise ValueError(n)
    return [n / (n -
        4)]

failed, found = [], {}
# cell
for n in range(12):
    try:
        found[n] = halve(n) + [n]
    except ValueError as error:
        failed.append((n, error))
    except ZeroDivisionError as error:
        found[n] = error
