# expect: serial
# codes: NBP206
# setup
import io
import matplotlib
matplotlib.use("agg")
import matplotlib.pyplot as plt
plt.close("all")
plt.figure()
# cell
for k in range(3):
    plt.plot([k, 1])
    plt.clf()
plt.close("all")
