# expect: parallel
# setup
texts = ['{"a": [1, 2]}', '[]']
out = []
# cell
import json
for t in texts:
    out.append(json.loads(t))
