"""Money: every cost line of every option, and `evaluate`, which prices any plan."""
