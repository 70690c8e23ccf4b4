# expect: serial
# setup
import os
import tempfile

def made():
    number, path = tempfile.mkstemp()
    os.write(number, b'0123456789' * 4)
    os.close(number)
    return path

path = made()
number = os.open(path, os.O_RDONLY)
parts = []
# cell
for k in range(8):
    with open(number, closefd=False) as file:
        file.seek(k)
        parts.append(file.read(2))
os.close(number)
del file, path, number
