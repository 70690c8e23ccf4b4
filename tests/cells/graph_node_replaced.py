# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
# cell
for n in range(6):
    G.nodes[n]['x'] = n
    G.nodes[n].clear()
    G.nodes[n]['y'] = n
