"""The settings as rows of a grid: name, value, unit, meaning."""

from __future__ import annotations

from typing import Any

import pandas as pd
import streamlit as st

from touchmap.files.columns import columns
from touchmap.files.sheet_style import blank_means
from touchmap.project.edits.steps import SETTINGS
from touchmap.ui.parts.grid_columns import heading
from touchmap.ui.parts.grid_edits import VALUE, Sheet
from touchmap.ui.say import say


def settings_frame(sheet: Sheet, currency: str) -> pd.DataFrame:
    """What a grid of settings shows."""
    known = [columns(SETTINGS)[str(name)] for name in sheet.keys]
    rows = [
        {
            "setting": heading(column, currency),
            VALUE: cells[VALUE],
            "range": " / ".join(column.choices) or column.range_text,
            "default": blank_means(column),
            "meaning": column.description,
        }
        for column, cells in zip(known, sheet.base, strict=True)
    ]
    return pd.DataFrame(rows, columns=["setting", VALUE, "range", "default", "meaning"], dtype="string")


def settings_configs() -> dict[str, Any]:
    """How its columns look; only the value can be typed."""
    text = st.column_config.TextColumn
    return {
        "setting": text(say("grid.setting"), width="medium", disabled=True, pinned=True),
        VALUE: text(say("grid.value_of_setting"), width="medium"),
        "range": text(say("grid.range"), width="small", disabled=True),
        "default": text(say("grid.default"), width="small", disabled=True),
        "meaning": text(say("grid.meaning"), width="large", disabled=True),
    }
