"""What `tools/generate_docs.py` writes: one module for each kind of page."""
