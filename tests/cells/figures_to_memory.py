# expect: parallel
# setup
import io
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
plt.close("all")
pngs = []
# cell
for k in range(5):
    fig, ax = plt.subplots(figsize=(1, 1))
    ax.plot([k, 1, 2])
    ax.set_title(f"{k}")
    buffer = io.BytesIO()
    fig.savefig(buffer)
    pngs.append(buffer.getvalue())
    plt.close(fig)
del fig, ax, buffer
