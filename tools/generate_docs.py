"""Write the generated pages and blocks of the documentation anew: ``make docs``.

``python tools/generate_docs.py`` writes everything; with names (``reference``, ``peak``, ``walkthrough``,
``picture``, ``maps``, ``stories``, or the name of a sample) only those. Solving the samples to a full proof
takes some minutes.
"""

from docs_generator.main import main

if __name__ == "__main__":
    main()
