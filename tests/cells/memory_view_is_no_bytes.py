# expect: parallel
# setup
ms = [memoryview(b"abc") for _ in range(4)]
out = []
# cell
for m in ms:
    try:
        out.append(m + b"x")
    except TypeError as e:
        out.append("no")
