"""Which state of a project a workbook was written from, kept among the properties of the document.

Excel and LibreOffice keep the property when the workbook is changed and saved, so that a workbook that
comes back can be held against the state its author saw.
"""

from __future__ import annotations

import zipfile
import zlib
from pathlib import Path
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring

from touchmap.files.zip_safety import check_workbook

PROPERTY = "touchmap state"
_PART = "docProps/custom.xml"
_LONGEST = 1_000_000


def origin_of(path: Path) -> str:
    """What was given as `origin` when a workbook was saved; empty where there is none.

    Raises
    ------
    UnreadableFileError
        If the file is a workbook that is not safe to open.
    """
    if path.suffix.lower() != ".xlsx" or not path.is_file():
        return ""
    check_workbook(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if _PART not in archive.namelist() or archive.getinfo(_PART).file_size > _LONGEST:
                return ""
            properties = fromstring(archive.read(_PART))
    except (OSError, zipfile.BadZipFile, zlib.error, ParseError, DefusedXmlException, KeyError, ValueError):
        return ""
    for found in properties:
        if found.get("name") == PROPERTY:
            return "".join(found.itertext()).strip()
    return ""
