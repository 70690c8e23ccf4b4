# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
# cell
for n in range(6):
    m = n + 1
    G[n][m]['x'] = m
    m = n
    G.nodes[m]['y'] = n
