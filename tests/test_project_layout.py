"""The promises of the project as a whole: a quick import, pinned versions, samples to ship."""

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ("telecom_isp", "insurer", "online_retailer")
HEAVY_LIBRARIES = ("streamlit", "pulp", "highspy", "pandas")

# Runs in a fresh interpreter and reports on the import alone, not on the start of Python.
IMPORT_PROBE = f"""
import json, sys, time
start = time.perf_counter()
import touchmap
seconds = time.perf_counter() - start
print(json.dumps({{"seconds": seconds, "loaded": [n for n in {HEAVY_LIBRARIES!r} if n in sys.modules]}}))
"""

INDEX_OPTION = re.compile(
    r"--(extra-)?index-url|--find-links|--trusted-host|^\s*(extra-)?index-url\s*=", re.M
)
INDEX_ADDRESS = re.compile(r"https?://(\S*/simple\b|(registry|files|index|deb|packages)\.)")


def probe_import() -> dict[str, object]:
    done = subprocess.run([sys.executable, "-c", IMPORT_PROBE], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def tracked_files() -> list[Path]:
    """List the files under version control; of an unpacked source archive, all files."""
    if not (ROOT / ".git").exists():
        return [path for path in ROOT.rglob("*") if path.is_file()]
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, check=True, capture_output=True, text=True)
    return [ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_of(path: Path) -> str:
    """Read a text file; a binary file reads as empty."""
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""


def test_import_loads_no_heavy_library():
    """Importing touchmap loads neither a solver nor pandas nor the web interface."""
    assert probe_import()["loaded"] == []


def test_import_is_quick():
    """Importing touchmap takes less than half a second (the best of three fresh interpreters)."""
    assert min(probe_import()["seconds"] for _ in range(3)) < 0.5


def test_constraints_pin_exact_versions_only():
    """Every line of constraints.txt is name==version, each name once, so that it installs from anywhere."""
    lines = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    assert lines
    assert [line for line in lines if not re.fullmatch(r"[A-Za-z0-9._-]+==[0-9][A-Za-z0-9.]*", line)] == []
    names = [re.sub(r"[-_.]+", "-", line.split("==")[0]).lower() for line in lines]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("name", ["constraints.txt", "pyproject.toml"])
def test_dependencies_name_no_address(name):
    """Dependencies are given by name; where they come from is the installing person's setting."""
    assert "://" not in (ROOT / name).read_text(encoding="utf-8")


def test_no_file_names_a_package_index():
    """No file under version control says which package index to use."""
    others = [path for path in tracked_files() if path != Path(__file__).resolve()]
    texts = {path: text_of(path) for path in others}
    found = [
        str(path.relative_to(ROOT))
        for path, text in texts.items()
        if INDEX_OPTION.search(text) or INDEX_ADDRESS.search(text)
    ]
    assert found == []


@pytest.mark.parametrize("sample", SAMPLES)
def test_sample_is_there_to_ship(sample):
    """The data folder, which goes into the wheel, holds each sample company as CSV tables."""
    assert list((ROOT / "data" / sample).glob("*.csv"))
