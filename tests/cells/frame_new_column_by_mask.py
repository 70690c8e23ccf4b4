# expect: parallel
# setup
import pandas as pd
df = pd.DataFrame({'city': list('abca'), 'temp': [10.0, None, 30.0, None]})
# cell
for city in df['city'].unique():
    mask = df['city'] == city
    df.loc[mask, 'code'] = ord(city)
