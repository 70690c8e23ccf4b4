# expect: any
# setup
import contextlib
import io
out = []
# cell
for i in range(6):
    with contextlib.redirect_stdout(io.StringIO()) as text:
        print("inside", i)
    print("outside", i)
    out.append(text.getvalue())
