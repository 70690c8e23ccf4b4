# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
nx.set_node_attributes(G, 1, 'x')
# cell
for n in G.nodes:
    G.nodes[n]['x'] = sum(nx.get_node_attributes(G, 'x').values())
