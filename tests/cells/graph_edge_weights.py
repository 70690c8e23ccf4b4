# expect: parallel
# setup
import networkx as nx
G = nx.path_graph(6)
pos = {i: (i, i * i) for i in range(6)}
# cell
for u, v in G.edges:
    G[u][v]['weight'] = ((pos[u][0] - pos[v][0]) ** 2 + (pos[u][1] - pos[v][1]) ** 2) ** .5
