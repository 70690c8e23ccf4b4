# expect: serial
# codes: NBP206
# setup
import io
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
plt.close("all")
# cell
for k in range(3):
    plt.rc("font", size=5 + k)
    plt.plot([k, 1])
    plt.close()
plt.rcdefaults()
