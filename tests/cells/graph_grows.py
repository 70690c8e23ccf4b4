# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
# cell
for u, v in list(G.edges):
    G[u][v]['x'] = u
    G.add_edge(u, v + 3)
