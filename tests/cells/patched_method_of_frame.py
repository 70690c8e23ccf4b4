# expect: serial
# codes: NBP202
# setup
import pandas as pd
kept = pd.DataFrame.head
n = [0]
def head(self, k=5):
    n[0] += 1
    return n[0]
df = pd.DataFrame({"a": [1, 2]})
out = []
# cell
pd.DataFrame.head = head
for i in range(9):
    out.append(df.head(1))
pd.DataFrame.head = kept
