# expect: any
# codes: NBP505
# setup
import importlib, sly
importlib.reload(sly)
xs = list(range(12))
# cell
out = [sly.limits_fields(x) for x in xs]
import csv
after = csv.field_size_limit(131072)
