# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
H = G.subgraph([0, 1, 2])
# cell
for n in [0, 1, 2, 3]:
    G.nodes[n]['x'] = n
    H.nodes[0]['y'] = n
