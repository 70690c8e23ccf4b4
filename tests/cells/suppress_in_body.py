# expect: parallel
# setup
import contextlib
out = []
# cell
for i in [2, 0, 1, 0, 4]:
    with contextlib.suppress(ZeroDivisionError):
        print("inverse of", i)
        out.append(1 / i)
        print("is", 1 / i)
