"""Questions asked of results: what they consist of, how two of them differ."""
