# expect: parallel
# codes: NBP502
# under: lost
# setup
# cell
sizes = []
for n in range(1, 6):
    sizes.append(len(bytearray(n)))
