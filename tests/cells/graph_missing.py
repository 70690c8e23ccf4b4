# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
# cell
for n in range(9):
    G.nodes[n]['x'] = n
