"""What several pages use: the choice of a scenario, downloads, charts, figures."""
