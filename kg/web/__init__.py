"""A read-only web application over a graph: pages to explore it, the JSON they read, and a SPARQL endpoint.

`kg.web.app.create_app` makes it and `kg.web.server.serve` runs it; both need the extra `serve`, and importing this
package loads neither.
"""
