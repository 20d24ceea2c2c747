"""A person at LibreOffice Calc: opens a workbook, edits it by keyboard commands, saves it as a workbook.

The edits are lines of Basic that call the procedures of `calc_desk.bas`, such as ::

    Enter("offers", "O001", "price", "12.5")
"""

import shutil
import subprocess
from pathlib import Path
from xml.sax.saxutils import escape

DESK = (Path(__file__).parent / "calc_desk.bas").read_text(encoding="utf-8")
_LIBRARY = """<?xml version="1.0" encoding="UTF-8"?>
<library:library xmlns:library="http://openoffice.org/2000/library" library:name="Standard"
  library:readonly="false" library:passwordprotected="false">
  <library:element library:name="Desk"/>
</library:library>
"""
_MODULE = """<?xml version="1.0" encoding="UTF-8"?>
<script:module xmlns:script="http://openoffice.org/2000/script"
  script:name="Desk" script:language="StarBasic">
{}
</script:module>
"""


def edit(path: Path, saved: Path, edits: str) -> None:
    """Open a workbook in Calc, make the edits, and save it as another workbook."""
    profile = saved.parent / f"{saved.stem}-profile"
    start(profile, "--terminate_after_init")  # the first start lays out the profile
    log = profile / "log.txt"
    quoted = [place.as_uri() for place in (path, saved)] + [str(log)]
    main = "Sub Main\n  Work({})\nEnd Sub\n".format(", ".join(f'"{text}"' for text in quoted))
    module = f"{main}Sub Edits\n{edits}\nEnd Sub\n{DESK}"
    library = profile / "user" / "basic" / "Standard"
    (library / "script.xlb").write_text(_LIBRARY, encoding="utf-8")
    (library / "Desk.xba").write_text(_MODULE.format(escape(module)), encoding="utf-8")
    start(profile, "macro:///Standard.Desk.Main")
    said = log.read_text(encoding="utf-8").strip()
    assert said == "saved", said


def start(profile: Path, *args: str) -> None:
    """Start LibreOffice without a screen and wait until it ends."""
    program = shutil.which("soffice") or shutil.which("libreoffice")
    assert program, "LibreOffice is missing; make test installs it"
    command = [program, "--headless", "--norestore", f"-env:UserInstallation={profile.as_uri()}", *args]
    subprocess.run(command, check=True, capture_output=True, timeout=180)
