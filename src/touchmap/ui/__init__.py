"""The app: a facilitator's map and a strategist's desk, in the browser.

`main` puts a page into its frame: the header with the five steps (`steps`), messages (`notices`) and what
others change meanwhile (`watching`). `desk` is the project that is open and what is done to it, `people`
who is sitting there, `background` whatever takes longer than a blink. `pages` holds one script for each page,
`parts` what several of them use, `texts` every sentence in English. Nothing is calculated here.
"""
