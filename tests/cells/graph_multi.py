# expect: any
# setup
import networkx as nx
G = nx.MultiGraph([(0, 1), (0, 1), (1, 2), (2, 3)])
# cell
for u, v in [(0, 1), (1, 2), (2, 3)]:
    G[u][v][0]['x'] = u
