"""The customer lifecycle as a graph, and every measure taken from it."""
