"""Events derived from reports: what documents tell, which reports are alike, and the graph that follows from it."""
