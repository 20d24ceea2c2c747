"""What is wrong with a project: found while people type, listed with its place, value and remedy."""
