# expect: serial
# setup
import pandas as pd
df = pd.DataFrame({"a": [1, 2, 3]})
df.attrs["unit"] = "m"
df.note = "hello"
# cell
out = [(df.attrs["unit"], getattr(df, "note", "-"), k) for k in range(12)]
