"""Questions asked of the projection: centrality, communities, brokers, stance, corroboration, timeline.

All of them take plain NetworkX graphs; nothing heavy is imported before it is used.
"""

from __future__ import annotations

from kg.analysis.groups import communities, modularity
from kg.analysis.ranking import rank

__all__ = ["communities", "modularity", "rank"]
