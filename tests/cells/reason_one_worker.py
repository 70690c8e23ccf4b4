# expect: serial
# codes: NBP303
# under: alone
# setup
# cell
for i in range(30):
    total = sum(j * j for j in range(30_000))
