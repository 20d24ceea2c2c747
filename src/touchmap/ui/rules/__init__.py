"""The page of rules: sentences to switch on and off, with what each costs; scenarios; a gallery of kinds."""
