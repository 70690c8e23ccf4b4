# expect: serial
# codes: NBP107
# setup
ERROR = ValueError("odd")

def check(n):
    if n % 2:
        raise ERROR

out = []
# cell
for n in range(10):
    try:
        check(n)
    except ValueError as error:
        error.count = getattr(error, "count", 0) + 1
        out.append(error.count)
