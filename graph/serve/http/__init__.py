"""The transport of the endpoint: routes, limits of connections, content negotiation, problems, caching."""
