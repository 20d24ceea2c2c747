"""Runs of solvers on instances, each in a process of its own, kept in files so that a table grows in pieces.

A run of touchmap is kept under the contents of its sources; a run of a peer under the contents of the model
it was given, so that a change elsewhere in touchmap leaves it as it is.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
from dataclasses import asdict
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks.sourcing.instances import Instance

ROOT = Path(__file__).resolve().parents[2]
KEPT = ROOT / "build" / "benchmarks" / "sourcing"
OURS = "touchmap"
VARIANTS = ("tight", "plain")
PACKAGES = {
    "pulp-cbc": "pulp",
    "pulp-highs": "highspy",
    "highs": "highspy",
    "cp-sat": "ortools",
    "scip": "pyscipopt",
}
"""The package each peer comes in."""
PATIENCE = 900.0
"""Seconds beyond its limit that a run may take to load, build and come back."""


def sources() -> str:
    """A number of the sources of touchmap and of the generators: equal where a run would be the same."""
    digest = hashlib.sha256()
    folders = [ROOT / "src" / "touchmap" / name for name in ("costing", "eligibility", "project", "quality")]
    folders += [ROOT / "src" / "touchmap" / name for name in ("sourcing", "work", "workload")]
    generators = [ROOT / "benchmarks" / name for name in ("enterprise.py", "published.py")]
    files = sorted(path for folder in folders for path in folder.rglob("*.py"))
    for path in (*files, *generators):
        digest.update(path.read_bytes())
    return digest.hexdigest()[:12]


class Runs:
    """What is kept of all runs.

    Parameters
    ----------
    seconds
        Time limit of each run.
    kept
        Folder of the files.
    """

    def __init__(self, seconds: float, kept: Path = KEPT) -> None:
        self.seconds, self.kept, self.sources = seconds, kept, sources()
        (kept / "models").mkdir(parents=True, exist_ok=True)
        (kept / "runs").mkdir(exist_ok=True)

    def stated(self, instance: Instance) -> dict[str, Any]:
        """Facts of an instance's program; builds it unless it is at hand."""
        note = self.kept / "models" / f"{instance.name}.json"
        if note.exists():
            known: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
            if known["sources"] == self.sources and all(self._model(instance, v).exists() for v in VARIANTS):
                return known
        paths = {variant: str(self._model(instance, variant)) for variant in VARIANTS}
        found = self._do({"solver": "state", "instance": asdict(instance), **paths})
        note.write_text(json.dumps(found | {"sources": self.sources}), encoding="utf-8")
        return found

    def _model(self, instance: Instance, variant: str) -> Path:
        return self.kept / "models" / f"{instance.name}-{variant}.npz"

    def run(self, instance: Instance, solver: str, variant: str = "") -> dict[str, Any]:
        """One run; as kept if there is one."""
        stated = self.stated(instance)
        if "failed" in stated:
            return stated
        if solver == OURS:
            key = self.sources
            task: dict[str, Any] = {"instance": asdict(instance)}
        else:
            key = f"{stated['fingerprints'][variant]}-{version(PACKAGES[solver])}"
            task = {"model": str(self._model(instance, variant))}
        name = "-".join(filter(None, (instance.name, solver, variant, f"{self.seconds:g}s", key)))
        file = self.kept / "runs" / f"{name}.json"
        if file.exists():
            known: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))
            return known
        load = os.getloadavg()[0]
        said = self._do(task | {"solver": solver, "seconds": self.seconds}) | {
            "instance": asdict(instance),
            "solver": solver,
            "variant": variant,
            "limit": self.seconds,
            "model": stated["fingerprints"]["tight"],
            "load": load,
        }
        file.write_text(json.dumps(said), encoding="utf-8")
        return said

    def _do(self, task: dict[str, Any]) -> dict[str, Any]:
        command = [sys.executable, "-m", "benchmarks.sourcing.worker", json.dumps(task)]
        pipe = subprocess.PIPE
        with subprocess.Popen(
            command, cwd=ROOT, start_new_session=True, text=True, stdout=pipe, stderr=pipe
        ) as process:
            try:
                out, errors = process.communicate(timeout=self.seconds + PATIENCE)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                return {"failed": "did not stop"}
        if process.returncode:
            return {"failed": (errors.strip().splitlines() or [f"exit code {process.returncode}"])[-1]}
        answer: dict[str, Any] = json.loads(out.splitlines()[-1])
        return answer


def missing() -> list[str]:
    """Peers that are not installed."""
    return [peer for peer, package in PACKAGES.items() if find_spec(package) is None]


def kept_runs(kept: Path = KEPT) -> list[dict[str, Any]]:
    """Every run that is kept, the oldest first."""
    files = sorted((kept / "runs").glob("*.json"), key=lambda file: (file.stat().st_mtime, file.name))
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


def kept_models(kept: Path = KEPT) -> dict[str, dict[str, Any]]:
    """Facts of every program that is kept, by the name of its instance."""
    files = sorted((kept / "models").glob("*.json"))
    return {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in files}
