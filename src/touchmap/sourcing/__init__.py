"""The decision as an integer program: the only part of touchmap that sees a solver."""
