# expect: parallel parallel
# setup
def attempt(n):
    try:
        return 1 / (n - 7)
    except ZeroDivisionError as error:
        return error

# cell
results = [attempt(n) for n in range(20)]
again = list(map(attempt, range(20)))
