# setup
weight = 1.0
out = []
# cell
for epoch in range(3):
    weight = weight * 0.9 + 1
    for i in range(5):
        out.append(i * weight)
