# expect: serial
# codes: NBP106
# setup
import io
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
plt.close("all")
fig, ax = plt.subplots()
plt.close(fig)
# cell
for k in range(5):
    ax.plot([k, 1, 2])
lines = len(ax.lines)
del fig, ax
