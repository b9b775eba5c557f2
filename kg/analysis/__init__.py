"""Questions asked of the projection: centrality, communities, paths, stance, corroboration, timeline."""
