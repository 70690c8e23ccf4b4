# expect: parallel
# setup
import re, json, datetime, hashlib, os
from collections import Counter
lines = [f'2024-01-0{k} user{k} {k * 7}' for k in range(1, 8)]
out = []
# cell
for line in lines:
    day, user, number = line.split()
    when = datetime.datetime.strptime(day, '%Y-%m-%d')
    digits = re.findall(r'\d+', line)
    text = json.dumps({'d': when.strftime('%d.%m'), 'n': int(number)}, sort_keys=True)
    h = hashlib.sha256(text.encode()).hexdigest()[:8]
    name = os.path.splitext(user + '.txt')[0]
    out.append((h, name, Counter(text).most_common(1)[0], len(digits)))
