"""What is looked at in a workbook before any of it is unpacked."""

from __future__ import annotations

import zipfile
from pathlib import Path

from touchmap.errors import UnreadableFileError
from touchmap.files.limits import MAX_PARTS, MAX_RATIO, MAX_UNPACKED_BYTES, RATIO_MATTERS_FROM_BYTES

_OLD_EXCEL = b"\xd0\xcf\x11\xe0"


def check_workbook(path: Path) -> None:
    """Refuse what is no workbook, unpacks to far more than it seems, is locked or carries macros."""
    if path.read_bytes()[:4] == _OLD_EXCEL:
        raise UnreadableFileError(
            f"{path.name} has a password or is in the old .xls format; save it as .xlsx without a password"
        )
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
        raise UnreadableFileError(f"{path.name} is not an .xlsx workbook, or it is damaged") from error
    unpacked = sum(part.file_size for part in parts)
    packed = max(1, sum(part.compress_size for part in parts))
    if len(parts) > MAX_PARTS or unpacked > MAX_UNPACKED_BYTES:
        limit = f"{MAX_UNPACKED_BYTES // 1_000_000} MB in {MAX_PARTS:,} parts"
        raise UnreadableFileError(f"{path.name} unpacks to {unpacked:,} bytes; at most {limit} is read")
    if unpacked > RATIO_MATTERS_FROM_BYTES and unpacked / packed > MAX_RATIO:
        raise UnreadableFileError(
            f"{path.name} unpacks to {unpacked / packed:,.0f} times its size, which no real workbook does"
        )
    if any(part.flag_bits & 1 for part in parts):
        raise UnreadableFileError(f"{path.name} is protected with a password; save it without one")
    if any(part.filename.lower().endswith("vbaproject.bin") for part in parts):
        raise UnreadableFileError(f"{path.name} contains macros; save it as .xlsx without macros")
