# expect: parallel
# setup
from collections import defaultdict
docs = ["the cat sat", "a dog ran the", "cat and dog"] * 3
out = []
# cell
for d in docs:
    places = defaultdict(list)
    for i, word in enumerate(d.split()):
        places[word].append(i)
    out.append({k: max(v) for k, v in places.items()})
