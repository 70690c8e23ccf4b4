# expect: serial
# codes: NBP106
# setup
import io
f = io.StringIO('a\nb\nc\n')
out = []
# cell
for i in range(3):
    out.append(f.readline())
