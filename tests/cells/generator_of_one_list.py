# expect: serial
# codes: NBP207
# setup
def read(lines):
    row = []
    for line in lines:
        row.append(line.strip())
        yield row
sizes = []
# cell
for row in read(['a', 'b', 'c', 'd']):
    sizes.append(len(row))
