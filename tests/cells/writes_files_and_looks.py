# expect: any
# setup
import os
import tempfile

def made():
    folder = tempfile.mkdtemp()
    return lambda name: os.path.join(folder, name)

place = made()
# cell
skipped = []
for k in range(12):
    if os.path.exists(place(str(k % 5))):
        skipped.append(k)
        continue
    with open(place(str(k % 5)), 'w') as file:
        file.write('x' * k)
del file
