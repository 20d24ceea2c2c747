"""touchmap: customer touchpoint mapping and blended sourcing."""
