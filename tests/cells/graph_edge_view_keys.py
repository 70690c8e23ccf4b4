# expect: parallel
# setup
import networkx as nx
G = nx.DiGraph([(1, 2), (2, 3), (3, 1), (1, 3)])
# cell
for u, v in G.edges():
    G.edges[u, v]['cost'] = u * 10 + v
