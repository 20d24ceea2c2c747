"""`download`: a button that makes its file only when it is pressed, and does not draw the page anew."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

MIME = {
    "csv": "text/csv",
    "html": "text/html",
    "json": "application/json",
    "md": "text/markdown",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "zip": "application/zip",
}


def download(label: str, name: str, data: Callable[[], bytes | str], *, key: str | None = None) -> None:
    """Offer a file.

    Parameters
    ----------
    name
        Name of the file; its ending says the kind.
    data
        Makes the content.
    """
    ending = name.rpartition(".")[2]
    st.download_button(
        label,
        data=data,
        file_name=name,
        mime=MIME.get(ending, "application/octet-stream"),
        on_click="ignore",
        icon=":material/download:",
        key=key or f"download-{name}",
    )
