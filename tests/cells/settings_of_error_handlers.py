# expect: serial
# codes: NBP202
# setup
import codecs
codecs.register_error("nbpx", lambda e: ("?!", e.end))
out = []
# cell
for i in range(4):
    try:
        out.append("aé".encode("ascii", "nbpx"))
    except LookupError:
        out.append("none")
