# expect: serial any
# codes: NBP504
# setup
es = [ValueError(k) for k in range(5)]
out = []
# cell
for e in es:
    try:
        raise e
    except ValueError as x:
        out.append(x.__traceback__ is not None)
z = [e.__traceback__ is None for e in es]
