# expect: parallel
# setup
import numpy as np
row = np.broadcast_to(np.random.rand(7), (50, 7))
win = np.lib.stride_tricks.sliding_window_view(np.random.rand(60), 9)
out = []
# cell
for j in range(12):
    out.append((row.sum(axis=0).sum(), win.mean(axis=1).sum(), win.strides, row.strides, row.flags.writeable))
