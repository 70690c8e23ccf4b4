# expect: serial
# setup
import networkx as nx
G = nx.path_graph(7)
nx.set_node_attributes(G, 1, 'x')
# cell
for n in range(1, 7):
    G.nodes[n]['x'] = G.nodes[n - 1]['x'] + 1
