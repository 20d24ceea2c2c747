"""The script Streamlit runs for `touchmap app`."""

from touchmap.ui.main import main

main()
