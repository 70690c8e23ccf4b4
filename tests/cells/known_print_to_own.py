# expect: parallel
# setup
import io
out = []
# cell
for i in range(6):
    f = io.StringIO()
    print(i, file=f)
    out.append(f.getvalue())
