"""Export: everything that can be taken away, made when its button is pressed."""
