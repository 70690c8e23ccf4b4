# expect: parallel
# setup
import io
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
plt.close("all")
def draw(k):
    plt.figure(figsize=(1, 1))
    plt.bar([1, 2], [k, 3])
    buffer = io.BytesIO()
    plt.savefig(buffer)
    plt.close()
    return buffer.getvalue()
# cell
pngs = [draw(k) for k in range(5)]
