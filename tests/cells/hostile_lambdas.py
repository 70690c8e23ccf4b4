# setup
fs = {"a": lambda x: x + 1, "b": lambda x: x * 2}
# cell
out = [fs["a" if k % 2 else "b"](k) for k in range(9)]
