# expect: serial
# codes: NBP303
# under: alone
# setup
import time
# cell
for i in range(30):
    time.sleep(0.002)
