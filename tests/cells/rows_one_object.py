# expect: serial
# codes: NBP106
# setup
rows=[[0]]*3
# cell
for row in rows:
    row.append(1)
