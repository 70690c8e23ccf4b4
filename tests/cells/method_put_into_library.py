# expect: any
# setup
import collections
kept = collections.Counter.most_common
collections.Counter.most_common = lambda self, n=None: 7.0
xs = list(range(12))
# cell
out = [collections.Counter(str(x)).most_common(1) for x in xs]
collections.Counter.most_common = kept
