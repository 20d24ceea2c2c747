"""The map page: a drawing that can be edited, its toolbar, and the inspector beside it.

`canvas` is the component in the browser, `sheets` makes what it shows, `acts` does what it asks for.
`address` keeps what is in view in the address of the page, `toolbar` and `filters` change that,
`inspector` edits whatever is selected with `controls` made from the declarations of the fields.
"""
