# expect: serial
# codes: NBP106
# setup
class C: pass
cfg=C()
# cell
for i in range(6):
    cfg.x = i
