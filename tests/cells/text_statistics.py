# expect: parallel
# setup
text = 'A bird, a tree.\n\nMany words here.'
rows = []
# cell
for line in text.splitlines():
    words = [w.strip('.,').lower() for w in line.split()]
    if not words:
        continue
    rows.append({'n': len(words), 'longest': max(words, key=len), 'mean': sum(map(len, words)) / len(words)})
