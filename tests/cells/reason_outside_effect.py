# expect: serial
# codes: NBP204
# setup
import os

name = os.devnull
# cell
for n in range(5):
    with open(name, "a") as file:
        count = file.write(f"{n * n}\n")
del file
