# expect: parallel
# setup
import networkx as nx
G = nx.path_graph(7)
nx.set_edge_attributes(G, 2.0, 'w')
# cell
for u, v, d in G.edges(data=True):
    d['w2'] = d['w'] * u
    G[u][v]['w3'] = d['w2'] + v
