"""NetworkX. What stands nowhere is unknown.

Left out is whatever goes through a set of nodes and lets its order show, in the result or in the
rounding of a sum: subgraphs, cliques, communities, flows. A worker's sets are in another order.
"""

from __future__ import annotations

import types
from dataclasses import replace
from typing import Final

from nbparallel.analysis.knowledge.register import Register
from nbparallel.analysis.knowledge.vocabulary import (
    BOOL,
    CHANGES,
    COPY,
    FIRST,
    HOLDS,
    INT,
    OUTSIDE,
    SAME,
    Does,
    Gives,
    Known,
    calling,
    pure,
    seeded,
    table,
    within,
)

_SET: Final = Known(Does.NOTHING, Gives.COPY, type=set, sets=True)
_PARTS: Final = Known(Does.NOTHING, Gives.COPY, type=types.GeneratorType, sets=True)
_UNWEIGHTED: Final = Known(Does.NOTHING, Gives.COPY, unless=("weight",))
_GRAPH: Final = pure(Gives.COPY, place="networkx.Graph")
_FROM: Final = (0, 1, 2, "create_using")
"""Where the makers of graphs take a graph to be filled; their other arguments are numbers."""

_MADE: Final = Known(Does.NOTHING, Gives.HOLDS, changes=_FROM)
_CONVERTED: Final = Known(Does.NOTHING, Gives.HOLDS, changes=(1, "create_using"))
_UNGUIDED: Final = Known(Does.NOTHING, Gives.COPY, unless=("e",))
_DRAWN: Final = Known(
    Does.DRAWS, Gives.COPY, seeded=True, changes=("create_using",), unless=("create_using",)
)

_FUNCTIONS: Final = {
    **within(
        "networkx",
        ("Graph DiGraph MultiGraph MultiDiGraph", HOLDS),
        ("empty_graph complete_graph cycle_graph path_graph star_graph wheel_graph "
         "grid_2d_graph karate_club_graph balanced_tree barbell_graph ladder_graph "
         "lollipop_graph petersen_graph hypercube_graph complete_bipartite_graph "
         "binomial_tree les_miserables_graph florentine_families_graph", _MADE),
        ("gnp_random_graph erdos_renyi_graph binomial_graph fast_gnp_random_graph "
         "gnm_random_graph barabasi_albert_graph watts_strogatz_graph "
         "connected_watts_strogatz_graph newman_watts_strogatz_graph powerlaw_cluster_graph "
         "random_geometric_graph", _DRAWN),
        ("number_of_nodes number_of_edges number_of_selfloops", INT),
        ("is_connected is_strongly_connected is_weakly_connected is_tree is_forest "
         "is_directed_acyclic_graph is_bipartite is_eulerian is_directed is_weighted has_path "
         "is_empty is_frozen", BOOL),
        ("density degree_histogram number_connected_components "
         "number_strongly_connected_components number_weakly_connected_components "
         "shortest_path shortest_path_length all_shortest_paths all_simple_paths "
         "single_source_shortest_path single_source_shortest_path_length "
         "single_source_dijkstra_path single_source_dijkstra_path_length dijkstra_path "
         "dijkstra_path_length bellman_ford_path bellman_ford_path_length "
         "single_source_bellman_ford_path_length all_pairs_shortest_path "
         "all_pairs_shortest_path_length all_pairs_dijkstra_path_length floyd_warshall "
         "average_shortest_path_length eccentricity "
         "degree_centrality in_degree_centrality out_degree_centrality closeness_centrality "
         "harmonic_centrality pagerank "
         "eigenvector_centrality_numpy core_number topological_sort topological_generations "
         "dag_longest_path dag_longest_path_length bfs_edges dfs_edges bfs_tree dfs_tree "
         "dfs_preorder_nodes dfs_postorder_nodes bfs_layers transitivity triangles "
         "to_numpy_array adjacency_matrix "
         "laplacian_matrix isolates to_dict_of_lists", COPY),
        ("get_node_attributes get_edge_attributes", replace(COPY, back=(("default", "default"),))),
        ("clustering average_clustering", _UNWEIGHTED),
        ("diameter radius center periphery", _UNGUIDED),
        ("betweenness_centrality edge_betweenness_centrality", seeded("k", 1, gives=Gives.COPY)),
        ("connected_components strongly_connected_components weakly_connected_components", _PARTS),
        ("node_connected_component descendants ancestors", _SET),
        ("minimum_spanning_tree maximum_spanning_tree minimum_spanning_edges complement compose",
         HOLDS),
        ("from_edgelist from_dict_of_lists", _CONVERTED),
        ("from_numpy_array", replace(_CONVERTED, changes=(2, "create_using"))),
        ("set_node_attributes set_edge_attributes add_path add_cycle add_star", FIRST),
        ("astar_path astar_path_length", calling(Gives.COPY, 3, "heuristic")),
        ("write_gml write_graphml write_edgelist write_adjlist write_gexf draw draw_networkx",
         OUTSIDE),
    ),
}  # fmt: skip

_METHODS: Final = table(
    ("number_of_nodes number_of_edges order size", COPY),
    ("has_node has_edge is_directed is_multigraph", BOOL),
    ("neighbors successors predecessors adjacency nodes edges degree in_degree out_degree "
     "nbunch_iter in_edges out_edges", HOLDS),
    ("get_edge_data", SAME),
    ("copy to_undirected to_directed", HOLDS),
    ("add_node add_edge add_nodes_from add_edges_from add_weighted_edges_from remove_node "
     "remove_edge remove_nodes_from remove_edges_from clear clear_edges", CHANGES),
)  # fmt: skip

_VIEW: Final = table(
    ("__call__ data items keys values", HOLDS),
    ("get", SAME),
)

REGISTER: Final = Register(
    _FUNCTIONS,
    {
        **{f"networkx.{name}": _METHODS for name in ("Graph", "DiGraph")},
        **{f"networkx.classes.reportviews.{name}": _VIEW
           for name in "NodeView DegreeView EdgeView OutEdgeView DiDegreeView".split()},
    },
)  # fmt: skip
