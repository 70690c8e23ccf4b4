# expect: serial
# setup
import networkx as nx
G = nx.path_graph(4)
pairs = [(0, 1), (1, 0), (1, 2), (2, 1), (2, 3)]
# cell
for u, v in pairs:
    G[u][v]['n'] = G[u][v].get('n', 0) + 1
