# expect: parallel
# setup
import os
import tempfile

def made():
    folder = tempfile.mkdtemp()
    return lambda name: os.path.join(folder, name)

place = made()
# cell
for k in range(8):
    with open(place(f'{k}.txt'), 'w') as file:
        file.write('x' * k)
        print(k, file=file)
del file
texts = []
for k in range(8):
    with open(place(f'{k}.txt')) as file:
        texts.append(file.read())
del file
