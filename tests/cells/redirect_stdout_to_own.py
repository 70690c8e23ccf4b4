# expect: parallel parallel serial serial serial
# setup
import contextlib
import io
import warnings
from IPython.display import display
out = []
shared = io.StringIO()
xs = list(range(12))


def talk(i):
    print("talks", i)
    warnings.warn(f"w{i}")
    return i


# cell
for i in xs:
    with contextlib.redirect_stdout(io.StringIO()) as text:
        print("inside", i)
        talk(i)
    print("outside", i)
    out.append(text.getvalue())
for i in xs:
    kept = io.StringIO()
    with contextlib.redirect_stdout(kept):
        out.append(talk(i))
        with contextlib.redirect_stdout(io.StringIO()) as inner:
            talk(-i)
        print("again")
    out.append((kept.getvalue(), inner.getvalue()))
for i in xs:
    with contextlib.redirect_stdout(shared):
        talk(i)
for i in xs:
    with contextlib.redirect_stderr(io.StringIO()) as text:
        talk(i)
    out.append(text.getvalue())
for i in xs:
    with contextlib.redirect_stdout(io.StringIO()) as text:
        display(i)
    out.append(text.getvalue())
del text, kept, inner
