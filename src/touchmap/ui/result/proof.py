"""How sure a plan is, and a certificate for somebody who does not believe it."""

from __future__ import annotations

import io
import tempfile
import zipfile
from pathlib import Path

import streamlit as st

from touchmap.analysis.certificate import certify
from touchmap.plan import SolveStatus
from touchmap.report.text.style import BLANK, gap_percent, number
from touchmap.ui.background import Task
from touchmap.ui.parts.answer import answer
from touchmap.ui.parts.download import download
from touchmap.ui.parts.pairs import pairs
from touchmap.ui.parts.plan import PlanInView
from touchmap.ui.say import say


def show_proof(view: PlanInView) -> None:
    """Draw the section."""
    certificate = view.result.certificate
    st.subheader(say("result.proof_title"))
    checked = say("result.verified_yes" if certificate.verified else "result.verified_no")
    rows = [
        (say("result.status"), certificate.status.value),
        (say("result.objective"), number(certificate.objective, 2)),
        (say("result.bound"), number(certificate.bound, 2)),
        (say("result.gap"), gap_percent(certificate.gap)),
        (say("result.seconds"), number(certificate.seconds)),
        (say("result.verified"), checked),
        (say("result.reproducible"), certificate.reproducible or BLANK),
        (say("result.solver"), certificate.solver),
        (say("result.seed"), str(certificate.seed)),
        (say("result.rules_on"), ", ".join(certificate.rules_on) or BLANK),
        (say("result.input_hash"), certificate.input_hash),
    ]
    pairs(rows)
    if view.result.status is SolveStatus.EVALUATED:
        st.caption(say("result.proof_today"))
        return
    zipped = answer(
        ("certificate", *view.key),
        lambda task: _zip(view, task),
        doing=say("result.proof_working"),
        start=say("result.proof_start"),
        about=say("result.proof_about"),
    )
    if zipped is not None:
        download(say("result.proof_download"), f"certificate-{view.result.scenario_id}.zip", lambda: zipped)


def _zip(view: PlanInView, task: Task[bytes]) -> bytes:
    """The files of a certificate in one."""
    with tempfile.TemporaryDirectory() as place:
        done = certify(view.project, view.result.scenario_id, Path(place), stop=lambda: not task.wanted)
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            for path in done.files:
                archive.write(path, path.name)
        return packed.getvalue()
