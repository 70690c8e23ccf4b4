# expect: serial
# setup
import io
import types
sys = types.SimpleNamespace(stdout=io.StringIO())
out = []
# cell
for i in range(6):
    print(i, file=sys.stdout)
    out.append(i)
written = sys.stdout.getvalue()
