"""The page of trade-offs: the frontier, plans as good, plans in many futures, providers that fail."""
