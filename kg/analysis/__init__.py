"""Questions asked of a graph: centrality, communities, brokers, paths, stance, agreement, timeline.

Those of the first four take plain NetworkX graphs of any kind, the others facts; `Analysis` asks them all of one graph.
Nothing heavy is imported before it is used.
"""

from __future__ import annotations

from kg.analysis.agreement import contradictions, corroborations, disputes
from kg.analysis.asking import Analysis, Corpus, Overview
from kg.analysis.brokers import bridges, brokers
from kg.analysis.centrality import centralities
from kg.analysis.groups import communities, find_communities, modularity, name_community
from kg.analysis.named import join_things
from kg.analysis.paths import find_paths
from kg.analysis.ranking import rank
from kg.analysis.stances import find_stance, stances
from kg.analysis.timeline import timeline

__all__ = [
    "Analysis",
    "Corpus",
    "Overview",
    "bridges",
    "brokers",
    "centralities",
    "communities",
    "contradictions",
    "corroborations",
    "disputes",
    "find_communities",
    "find_paths",
    "find_stance",
    "join_things",
    "modularity",
    "name_community",
    "rank",
    "stances",
    "timeline",
]
