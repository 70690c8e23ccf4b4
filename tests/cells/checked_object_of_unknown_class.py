# expect: checked
# setup
import purelib
model = purelib.Model([1.0, 2.0, 3.0])
xs = list(range(8))
# cell
out = []
for x in xs:
    out.append(model.predict(x))
kept = model
