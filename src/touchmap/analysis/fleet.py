"""Many calculations at once, on this machine or a Dask cluster; finished ones are kept in a file."""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from touchmap.analysis.stopping import Stop, Stopped, stopping
from touchmap.errors import MissingDependencyError, UnreadableFileError

Record = dict[str, Any]
Work = Callable[..., list[Record]]


@dataclass(frozen=True)
class Fleet:
    """Where calculations run.

    Parameters
    ----------
    processes
        Processes of this machine, 1 or more; 1 calculates right here.
    cluster
        Address of a Dask scheduler, such as ``tcp://10.0.0.5:8786``; blank = this machine.
    stop
        Asked several times a second whether to stop: processes of this machine are ended within a second,
        and with them whatever else this process has given to joblib. With a single process, and on a
        cluster, what is begun is finished first.
    """

    processes: int = 2
    cluster: str = ""
    stop: Stop | None = None

    def __post_init__(self) -> None:
        if self.processes < 1:
            raise ValueError(f"`processes` must be at least 1, got {self.processes}")

    def run(self, work: Work, calls: Iterable[Sequence[Any]]) -> Iterator[list[Record]]:
        """Call a function with each list of arguments; what it gives comes as it is ready, in any order.

        What a worker of a cluster was at when it died is given to another.

        Raises
        ------
        Stopped
            If it was stopped.
        MissingDependencyError
            If a cluster is asked for and Dask is not installed.
        """
        listed = list(calls)
        if not listed:
            return
        alone = self.processes == 1 or (len(listed) == 1 and self.stop is None)
        if not self.cluster and alone:
            for call in listed:
                if self.stop is not None and self.stop():
                    raise Stopped
                yield work(*call)
            return
        import joblib

        with ExitStack() as stack:
            if self.cluster:
                stack.enter_context(_client(self.cluster))
                stack.enter_context(joblib.parallel_config(backend="dask", n_jobs=-1))
            else:
                stack.enter_context(joblib.parallel_config(backend="loky", n_jobs=self.processes))
            parallel = joblib.Parallel(return_as="generator_unordered", batch_size=1)
            stopped = threading.Event()

            def end() -> None:
                stopped.set()
                if not self.cluster:
                    _end_processes()

            stack.enter_context(stopping(end, self.stop))
            try:
                for records in parallel(joblib.delayed(work)(*call) for call in listed):
                    if stopped.is_set():
                        raise Stopped
                    yield records
            except Exception as failure:
                if stopped.is_set():
                    raise Stopped from failure
                raise


def _end_processes() -> None:
    """End the processes that joblib keeps on this machine; the next run starts new ones."""
    from joblib.externals.loky import get_reusable_executor

    get_reusable_executor(reuse=True).shutdown(wait=False, kill_workers=True)


def _client(address: str) -> Any:
    try:
        from distributed import Client
    except ImportError as error:
        raise MissingDependencyError(
            "a cluster needs Dask; install it with: pip install 'touchmap[cluster]'"
        ) from error
    return Client(address, timeout=30)  # type: ignore[no-untyped-call]


class Ledger:
    """Finished records, in memory and, if a file is given, appended to it as lines of JSON.

    A record counts only under the hash of the inputs it was made from. A line that is torn, because a
    run was stopped in the middle of it, is ignored, and so are the lines of other inputs.

    Parameters
    ----------
    key
        Hash of the inputs.
    path
        File to go on from and to append to; none = keep nothing.
    """

    def __init__(self, key: str, path: Path | None = None) -> None:
        self._key, self._path = key, path
        self._found: dict[tuple[str, str], Record] = {}
        if path is not None and path.exists():
            self._read(path)

    def _read(self, path: Path) -> None:
        try:
            data = path.read_bytes()
        except OSError as error:
            raise UnreadableFileError(f"cannot read {path}: {error.strerror or error}") from error
        for line in data.split(b"\n"):
            try:
                said = json.loads(line)
            except ValueError:
                continue
            if isinstance(said, dict) and said.get("input") == self._key:
                self._found[said["kind"], said["name"]] = said["record"]

    def get(self, kind: str, name: object) -> Record | None:
        """A finished record; none if it is still to be made."""
        return self._found.get((kind, str(name)))

    def put(self, kind: str, records: Sequence[Record]) -> None:
        """Keep records; each is told by its ``name``."""
        lines = []
        for record in records:
            name = str(record["name"])
            self._found[kind, name] = record
            lines.append(
                json.dumps({"input": self._key, "kind": kind, "name": name, "record": record}) + "\n"
            )
        if self._path is not None:
            self._append("".join(lines).encode())

    def _append(self, data: bytes) -> None:
        assert self._path is not None  # noqa: S101 - asked before
        try:
            with self._path.open("a+b") as file:
                file.seek(0, os.SEEK_END)
                if file.tell():
                    file.seek(-1, os.SEEK_END)
                    if file.read(1) != b"\n":
                        data = b"\n" + data
                file.write(data)
                file.flush()
        except OSError as error:
            raise UnreadableFileError(f"cannot write {self._path}: {error.strerror or error}") from error
