# expect: parallel
# setup
first=True
text=""
# cell
for w in ["a","b","c","d"]:
    if not first:
        text+=", "
    text+=w
    first=False
