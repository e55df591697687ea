"""What a worker can do with its snapshot: one function an operation, each writes its result into the sink."""
