# expect: parallel
# setup
import sys

lengths = []
# cell
for n in range(9):
    sys.stdout.write(f"{n}\n")
    print("printed", n)
    lengths.append(sys.stderr.write(str(n) * n))
    sys.stdout.writelines(["a", "b\n"])
    sys.stdout.flush()
