"""A read-only web application over a graph: pages to explore it, the JSON they read, and a SPARQL endpoint."""
