"""The app. Start it with `make app`, or `streamlit run app.py`."""

from touchmap.ui.main import main

main()
