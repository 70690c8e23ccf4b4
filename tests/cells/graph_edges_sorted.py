# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
# cell
for rank, (u, v) in enumerate(sorted(G.edges, reverse=True)):
    G.edges[u, v]['rank'] = rank
