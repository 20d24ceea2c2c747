"""The engine: several searches of one program side by side, each telling the others what it finds.

One searches the whole program and proves. The other solves the relaxation, dives from it to a first
solution, and then searches one neighbourhood after another of the best solution known.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass

import highspy
import numpy as np

from touchmap.sourcing.engine.improving import Improver
from touchmap.sourcing.engine.incumbent import Incumbent
from touchmap.sourcing.engine.layout import Layout
from touchmap.sourcing.engine.matrix import Indices, Matrix
from touchmap.sourcing.engine.proving import prove
from touchmap.sourcing.engine.relaxation import Relaxation, Relaxed
from touchmap.sourcing.engine.small_search import SmallSearch

PROVABLE = 100_000
"""Rows up to which the whole program is searched; beyond, both searches are of neighbourhoods."""
LARGE = 1000
"""Choices from which on other searches begin at once; smaller programs are often proven before."""
PATIENCE = 10.0
"""Seconds for which the search of a smaller program is left alone."""
RELAXING, DIVING, COMPLETING = 1 / 3, 1 / 6, 1 / 6
"""Longest share of the time for the relaxation, for the dive and for placing what it left."""
ROUGH = 1e-3
"""Gap to which what a dive left is placed."""


@dataclass(frozen=True, slots=True)
class Ingredients:
    """What the engine uses; each can be left out to see what it brings."""

    relaxation: bool = True
    """Bounds and reduced costs from the relaxation with growing rows."""
    dive: bool = True
    """A first solution near the relaxation."""
    neighbourhoods: bool = True
    """Better solutions from small searches."""
    proof: bool = True
    """A search of the whole program beside them."""


class Engine:
    """Searches a large program.

    Parameters
    ----------
    model
        The program as the solver holds it, with its limits set.
    layout
        What its columns stand for.
    incumbent
        Takes what is found, and says when to stop.
    ingredients
        What to use; everything if not given.
    """

    def __init__(
        self,
        model: highspy.Highs,
        layout: Layout,
        incumbent: Incumbent,
        ingredients: Ingredients | None = None,
    ) -> None:
        self._model, self._layout, self._incumbent = model, layout, incumbent
        self._use = ingredients or Ingredients()
        self._matrix = Matrix.of(model)
        self._searching = SmallSearch(self._matrix, layout, incumbent)
        self._known = Relaxed(-np.inf, np.zeros(self._matrix.columns), self._matrix.cost)
        self._failure: BaseException | None = None
        self._is_infeasible = False
        self.is_shared = False
        """Whether more than the search of the whole program took part."""

    def run(self, start: Indices | None = None, seed: int = 0) -> highspy.HighsModelStatus:
        """Search until proven or over; the status of the proof, *time limit* where there is none.

        Parameters
        ----------
        start
            Assigning columns of a solution to start from.
        seed
            Seed of the neighbourhoods.
        """
        if start is not None:
            self._searching.completing(start, COMPLETING * (self._incumbent.until - time.perf_counter()))
            self._hand_over()
        improving = threading.Thread(target=self._improve, args=(seed,), daemon=True)
        improving.start()
        status = highspy.HighsModelStatus.kTimeLimit
        try:
            if self._is_provable:
                status = prove(self._model, self._incumbent)
            else:
                self._walk(seed + 1)
        finally:
            self._incumbent.end()
            improving.join()
        if self._failure is not None:
            raise self._failure
        return highspy.HighsModelStatus.kInfeasible if self._is_infeasible else status

    def _hand_over(self) -> None:
        """Give the proof the solution known so far; a part of one would make it report bounds of a part."""
        if self._incumbent.values is not None:
            solution = highspy.HighsSolution()
            solution.col_value = self._incumbent.values.tolist()
            self._model.setSolution(solution)

    @property
    def _is_provable(self) -> bool:
        return self._use.proof and len(self._matrix.row_lower) <= PROVABLE

    def _improve(self, seed: int) -> None:
        """Seek better solutions; a failure ends the search and is raised where it was called."""
        try:
            if self._is_provable and len(self._layout.choices) < LARGE:
                self._wait(PATIENCE)
            if not self._incumbent.is_over:
                self.is_shared = True
                self._seek(seed)
        except BaseException as failure:  # noqa: BLE001 - raised again by `run`
            self._failure = failure
            self._incumbent.end()

    def _wait(self, seconds: float) -> None:
        until = time.perf_counter() + seconds
        while time.perf_counter() < until and not self._incumbent.is_over:
            time.sleep(0.02)

    def _seek(self, seed: int) -> None:
        incumbent, began = self._incumbent, time.perf_counter()
        whole = incumbent.until - began
        relaxation = (
            Relaxation(self._matrix, self._layout, lambda: incumbent.is_over)
            if self._use.relaxation
            else None
        )
        relaxed = relaxation.solve(began + RELAXING * whole, incumbent.raise_bound) if relaxation else None
        if relaxation is not None and relaxation.is_infeasible:
            self._is_infeasible = True
            incumbent.end()
            return
        if relaxation is not None and relaxed is not None:
            self._known = relaxed
            if self._use.dive and not incumbent.is_over:
                made = relaxation.dive(relaxed, time.perf_counter() + DIVING * whole)
                self._searching.completing(made, COMPLETING * whole, ROUGH)
        self._walk(seed)

    def _walk(self, seed: int) -> None:
        """Search one neighbourhood of the best solution after another, using the relaxation once solved."""
        improver, known = None, None
        while self._use.neighbourhoods and not self._incumbent.is_over:
            if self._incumbent.values is None:
                self._wait(0.1)
                continue
            if improver is None or known is not self._known:
                known = self._known
                improver = Improver(self._layout, known, self._incumbent, self._searching, seed)
            improver.step()
