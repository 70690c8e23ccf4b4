# expect: any
# setup
import networkx as nx
G = nx.path_graph(7)
shared = []
for n in G: G.nodes[n]['log'] = shared
# cell
for n in G:
    G.nodes[n]['log'].append(n)
