"""The page of tables: every table of the model to type into, as people group them."""
