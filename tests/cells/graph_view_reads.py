# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
H = G.subgraph([0, 1, 2])
nx.set_node_attributes(G, 0, 'x')
# cell
out = []
for n in [0, 1, 2, 3, 4]:
    G.nodes[n]['x'] = n
    out.append(H.nodes[1]['x'])
