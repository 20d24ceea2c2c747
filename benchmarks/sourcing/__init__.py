"""The search beside general solvers: the same decision, each in a process of its own, side by side."""
