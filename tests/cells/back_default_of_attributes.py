# expect: serial
# codes: NBP106
# setup
import networkx as nx
g = nx.path_graph(3)
d = [0]
out = []
# cell
for i in range(6):
    a = nx.get_node_attributes(g, "k", default=d)
    a[0].append(i)
    out.append(len(a[1]))
