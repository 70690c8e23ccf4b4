# expect: parallel
# setup
out = []
# cell
for i in range(4):
    out.append(("aé".encode("ascii", "ignore"), "aé".encode("ascii", errors="replace"), b"\xff".decode("utf8", "surrogateescape")))
