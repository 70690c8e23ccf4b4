# expect: serial
# codes: NBP206
# setup
import io
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
plt.close("all")
import warnings
warnings.simplefilter("ignore")
# cell
for k in range(3):
    plt.plot([k, 1])
    plt.show()
    plt.close()
