"""The search for large programs: bounds from growing relaxations, plans from neighbourhoods."""
