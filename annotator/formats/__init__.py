"""One file a format: each reads bytes into model objects, or writes them, and knows nothing else."""
