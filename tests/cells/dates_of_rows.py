# expect: parallel
# setup
import pandas as pd
rows = [{'at': pd.Timestamp('2024-03-05 10:11')}, {'at': pd.Timestamp('2023-01-31 23:59')}] * 4
# cell
hours = []
for r in rows:
    hours.append(r['at'].replace(minute=0, second=0).isoformat())
