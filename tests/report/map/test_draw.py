"""Pictures: the same every time, as large as the paper, readable, and safe to make."""

import json
import os
import re
import struct
import subprocess
import sys
import time

import pytest

from benchmarks.map_instance import map_project
from tests.report.map.conftest import SAMPLES
from tests.report.map.drawn import Drawing, assert_sound
from tests.report.map.projects import odd_projects
from touchmap.report.map import graphviz
from touchmap.report.map.dot import PAPERS, to_dot
from touchmap.report.map.drawing import View, draw_map, map_scene
from touchmap.report.map.fonts import font_folder
from touchmap.report.map.graphviz import FORMATS, DrawingError, render

ODD = odd_projects()
LEAST_POINTS = 4.5
"""Smallest letters that are still read on paper."""


def shuffled(project):
    """The same project with the rows of every table the other way round."""
    names = ("stages", "touchpoints", "transitions", "processes", "demand", "handoffs", "departments")
    names = (*names, "systems", "process_systems", "providers", "today", "offers", "evidence")
    return project.replace(**{name: tuple(reversed(project.rows(name))) for name in names})


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("view", View)
def test_same_project_gives_the_same_bytes(sample, view, fmt):
    """Drawn twice, in whatever order the rows stand, a project gives the same picture to the byte."""
    project = sample("insurer")
    assert draw_map(project, view=view, fmt=fmt) == draw_map(shuffled(project), view=view, fmt=fmt)


def test_two_plans_give_the_same_bytes(sample, plan_of):
    """So do two plans beside each other."""
    project = sample("insurer")
    first = draw_map(project, beside=plan_of("insurer"))
    assert first == draw_map(shuffled(project), beside=plan_of("insurer"))


@pytest.mark.parametrize("name", ODD)
def test_odd_projects_are_drawn(name):
    """A project that lacks nearly everything gives a picture in every view."""
    for view in View:
        drawing = Drawing(draw_map(ODD[name], view=view))
        assert len(drawing.of("touchpoint", "process", "department", "system")) == len(
            map_scene(ODD[name], view=view).cards
        )


# --- Paper -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("view", View)
@pytest.mark.parametrize("paper", ["A4", "A3", "A1"])
def test_page_has_the_size_of_the_paper(sample, paper, view):
    """A PDF for a paper has one page, of just that paper in landscape."""
    pdf = draw_map(sample("insurer"), view=view, fmt="pdf", paper=paper)
    boxes = re.findall(rb"/MediaBox \[ 0 0 ([\d.]+) ([\d.]+) \]", pdf)
    assert len(boxes) == 1
    width, height = (float(n) for n in boxes[0])
    assert (width, height) == pytest.approx([72 * inches for inches in PAPERS[paper]], abs=1)
    assert width / height == pytest.approx(2**0.5, abs=0.005)


def test_picture_is_inside_its_sheet(sample):
    """On a sheet the whole picture is inside the margins."""
    drawing = Drawing(draw_map(sample("insurer"), paper="A3"))
    width, height = (float(drawing.root.get(k).removesuffix("pt")) for k in ("width", "height"))
    left, top, across, down = (float(n) for n in drawing.root.get("viewBox").split())
    assert (width, height) == pytest.approx((1191, 842), abs=1)
    moved = re.search(r"translate\(([-\d.]+) ([-\d.]+)\)", drawing.graph.get("transform"))
    x, y = (float(n) for n in moved.groups())
    for item in drawing.of("touchpoint", "process", "department"):
        box = item.box
        assert left <= (box.left + x) * drawing.scale < (box.right + x) * drawing.scale <= left + across
        assert top <= (box.top + y) * drawing.scale < (box.bottom + y) * drawing.scale <= top + down


@pytest.mark.parametrize("paper", [None, "A4"])
def test_pixels_follow_the_resolution(sample, paper):
    """Twice the dots an inch are twice the pixels across; on A4 they are those of A4."""
    sizes = {}
    for dpi in (60, 120):
        png = draw_map(sample("insurer"), fmt="png", dpi=dpi, paper=paper)
        sizes[dpi] = struct.unpack(">II", png[16:24])
    assert sizes[120] == pytest.approx([2 * n for n in sizes[60]], abs=3)
    if paper:
        assert sizes[120] == pytest.approx([120 * inches for inches in PAPERS[paper]], abs=3)


@pytest.mark.parametrize(
    ("arguments", "word"),
    [
        ({"paper": "A9"}, "paper"),
        ({"dpi": 49}, "dpi"),
        ({"dpi": 601}, "dpi"),
        ({"fmt": "gif"}, "fmt"),
        ({"view": "no"}, "no"),
        ({"colour_by": "no"}, "no"),
    ],
)
def test_arguments_out_of_range_are_refused(sample, arguments, word):
    """A value that cannot be meant is named."""
    with pytest.raises(ValueError, match=word):
        draw_map(sample("insurer"), **arguments)


# --- Reading -----------------------------------------------------------------------------------------


def assert_readable(svg: bytes) -> None:
    """No text is smaller than can be read."""
    assert min(Drawing(svg).sizes) >= LEAST_POINTS


@pytest.mark.parametrize("name", SAMPLES)
def test_samples_are_readable_on_a3(sample, name):
    """The journey map of a sample on A3 has no text below 4.5 points."""
    assert_readable(draw_map(sample(name), paper="A3"))


def test_large_map_is_readable_on_a1():
    """A map of 150 touchpoints has no text below 4.5 points on A1, and no overlaps."""
    project = map_project(150)
    assert_sound(map_scene(project))
    assert_readable(draw_map(project, paper="A1"))


def test_sizes_of_text_are_whole(sample):
    """Graphviz cuts off fractions of sizes in labels, so there are none."""
    for view in View:
        sizes = re.findall(r'POINT-SIZE="([^"]*)"', to_dot(map_scene(sample("insurer"), view=view)))
        assert sizes
        assert all(size.isdigit() for size in sizes)


# --- Limits ------------------------------------------------------------------------------------------


def test_time_limit_stops_the_drawing(sample):
    """Drawing ends with an error when its time is up, long before it would be done."""
    start = time.perf_counter()
    with pytest.raises(DrawingError, match="was stopped"):
        draw_map(map_project(150), view="dependencies", seconds=0.05)
    assert time.perf_counter() - start < 3


def test_process_is_gone_when_its_time_is_up(monkeypatch, tmp_path):
    """No process is left behind that goes on drawing."""
    sign = tmp_path / "pid"
    script = tmp_path / "python"
    script.write_text(f"#!/bin/sh\necho $$ > {sign}\nexec sleep 60\n")
    script.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(script))
    with pytest.raises(DrawingError, match="took more than"):
        render("digraph {}", "svg", engine="dot", seconds=0.5)
    with pytest.raises(ProcessLookupError):
        os.kill(int(sign.read_text()), 0)


def test_too_large_a_map_is_refused(monkeypatch, sample):
    """A map beyond the limit of size is refused before anything is drawn."""
    monkeypatch.setattr(graphviz, "MAX_DOT_BYTES", 10_000)
    with pytest.raises(DrawingError, match="too large"):
        draw_map(sample("insurer"))


@pytest.mark.parametrize(
    ("script", "said"),
    [
        ("kill -SEGV $$", "exit code -11"),
        ("echo boom >&2; exit 3", "boom"),
        ("exit 0", "exit code 0"),
        ("echo 'Error: not well-formed' >&2; echo '<svg/>'", "not well-formed"),
    ],
)
def test_crash_of_graphviz_is_an_error(monkeypatch, tmp_path, script, said):
    """If Graphviz crashes, fails, says nothing or leaves something out, it is said, and we live on."""
    fake = tmp_path / "python"
    fake.write_text(f"#!/bin/sh\ncat > /dev/null\n{script}\n")
    fake.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(fake))
    with pytest.raises(DrawingError, match=said):
        render("digraph {}", "svg", engine="dot")


def test_bad_dot_is_an_error():
    """What Graphviz cannot read is an error with its words."""
    with pytest.raises(DrawingError, match="Graphviz failed"):
        render("digraph {", "svg", engine="dot")


@pytest.mark.parametrize("view", View)
def test_no_font_of_the_machine_is_needed(sample, view):
    """With no font but the packaged one, a PDF is the same to the byte, and has that font in it."""
    code = (
        "from touchmap.report.map import graphviz_child as child\n"
        "child._FONTS = child._FONTS.replace('/etc/fonts/fonts.conf', '/nowhere.conf')\n"
        "child.main()"
    )
    scene = map_scene(sample("insurer"), view=view)
    engine = "nop2" if scene.placed else "dot"
    task = json.dumps([engine, "pdf", to_dot(scene)]).encode()
    command = [sys.executable, "-c", code, str(font_folder())]
    done = subprocess.run(command, input=task, capture_output=True, check=True)
    alone = graphviz._finish_pdf(done.stdout)
    fonts = {name.partition(b"+")[2] for name in re.findall(rb"/FontName /([\w+-]+)", alone)}
    assert fonts == {b"Lato-Regular", b"Lato-Bold"}
    assert alone == draw_map(sample("insurer"), view=view, fmt="pdf")


def test_pdf_has_no_date(sample):
    """A PDF has no date of today in it."""
    pdf = draw_map(sample("insurer"), fmt="pdf")
    assert re.findall(rb"/CreationDate \(D:([^)]*)\)", pdf) == [b"19700101000000Z"]
    assert b"/ModDate" not in pdf


def test_composing_is_quick():
    """A map of 150 touchpoints is composed and drawn in about a second on a slow machine."""
    project = map_project(150)
    start = time.perf_counter()
    scene = map_scene(project)
    assert time.perf_counter() - start < 2
    assert len(scene.cards) == 150 + 50 + 5


def test_a_process_kept_ready_draws_the_same(monkeypatch):
    """Whoever draws again and again gets the same picture from a process that was waiting for it."""
    dot = 'digraph { a [id="a", label="Call"] }'
    plain = render(dot, "svg", engine="dot")
    spare = graphviz._Spare()
    monkeypatch.setattr(graphviz, "_spare", spare)
    monkeypatch.setattr(graphviz, "REST_SECONDS", 0.05)
    graphviz.keep_ready()
    try:
        waiting = [*spare._waiting]
        assert [process.poll() for process in waiting] == [None] * graphviz.KEPT_READY
        for process in waiting:
            assert render(dot, "svg", engine="dot") == plain
            assert process.returncode == 0
        deadline = time.monotonic() + 20
        while len(spare._waiting) < graphviz.KEPT_READY and time.monotonic() < deadline:
            time.sleep(0.02)
        assert len(spare._waiting) == graphviz.KEPT_READY
        assert not set(spare._waiting) & set(waiting)
    finally:
        spare._end()
    assert spare._waiting == []


def test_a_waiting_process_that_has_died_is_not_used(monkeypatch):
    """Then the next one draws."""
    spare = graphviz._Spare()
    monkeypatch.setattr(graphviz, "_spare", spare)
    graphviz.keep_ready()
    try:
        dead, alive = spare._waiting
        dead.kill()
        dead.wait(20)
        assert render('digraph { a [id="a"] }', "svg", engine="dot").startswith(b"<?xml")
        assert alive.returncode == 0
    finally:
        spare._end()
