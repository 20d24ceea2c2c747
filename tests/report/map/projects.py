"""Projects to draw: any at all, hostile ones, odd ones and large ones."""

from __future__ import annotations

import itertools
from typing import Any

from hypothesis import strategies as st

from tests.builders import company, handoff, own, process, stream, today, vendor
from tests.journey.maps import point, stages, step
from touchmap.project import Department, ProcessSystem, Project, Stage, System
from touchmap.project.vocabulary import Channel

HOSTILE_NAMES = (
    "<script>alert(1)</script>",
    "</text><script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "&amp; &lt;b&gt; &#60;i&#62; & &nbsp; &bogus;",
    "]]> --> <!-- x --> <![CDATA[",
    "\\N \\G \\L \\n \\l \\\\ \\",
    "quote \" and ' and `",
    "two\nlines\r\tand a tab\x0b\x0c",
    "control \x00\x01\x07\x1b[31m\x7f\x85",
    "\u202eevil\u202c \u2066right\u2069 \u200bto\u200d left\ufeff",
    "שלום עולם مرحبا بالعالم",
    "客户投诉与赔偿处理流程的第一步",
    "👩‍👩‍👧 🚀🚀 ✂️ 🇳🇱",
    "Z̷̢̛͕a̵l̶g̸o̷",
    "W" * 300,
    "many words " * 60,
    "i",
    "\u200b\u200d",
    "{a|b} <<i>x</i>> %s %d ${x}",
    "\ufffe\uffff \U0001ffff",
)
"""Names that a careless drawing would take for markup, commands or several lines."""

HOSTILE_IDS = (
    "<b>",
    "&lt",
    '"quoted"',
    "'x' onload='alert(1)'",
    "back\\N",
    "ends\\",
    "a:b:c",
    "low",
    "high",
    "a  b",
    "a b",
    "a\u200bb",
    "ab",
    "javascript:alert(1)",
    "#",
    "节点",
    "x\u202ey",
    "]]>",
)
"""Identifiers the tables allow; some differ only in what cannot be seen."""

_CHARACTERS = st.characters(codec="utf-8")
names = (
    st.sampled_from(HOSTILE_NAMES)
    | st.text(_CHARACTERS, min_size=1, max_size=80).filter(str.strip)
    | st.text("iWm ", min_size=1, max_size=60).filter(str.strip)
)
_plain_ids = st.text("abcXYZ019 :._-<>&\"'\\é", min_size=1, max_size=12).filter(
    lambda s: s == s.strip() and s[0] != "-"
)
ids = st.sampled_from(HOSTILE_IDS) | _plain_ids | st.text("W", min_size=70, max_size=80)


def _some(draw: st.DrawFn, most: int) -> list[str]:
    return draw(st.lists(ids, max_size=most, unique=True))


@st.composite
def any_project(draw: st.DrawFn) -> Project:
    """Any map, whether or not its rows name each other."""
    stage_ids, touchpoint_ids, process_ids = _some(draw, 10), _some(draw, 30), _some(draw, 12)
    department_ids, system_ids = _some(draw, 6), _some(draw, 4)
    any_stage = st.sampled_from([*stage_ids, "unknown stage"])
    level = st.integers(1, 5)
    rows: list[Any] = [
        Stage(stage_id=s, name=draw(names), position=draw(st.integers(0, 3))) for s in stage_ids
    ]
    rows += [
        point(
            t,
            draw(st.none() | st.integers(0, 10**9)),
            stage_id=draw(any_stage),
            name=draw(names),
            channel=draw(st.sampled_from(Channel)),
            touch_need=draw(level),
            emotion=draw(st.none() | st.floats(-2, 2)),
            satisfaction=draw(st.none() | st.integers(0, 100)),
            moment_of_truth_rank=draw(st.none() | st.integers(1, 99)),
        )
        for t in touchpoint_ids
    ]
    rows += [
        process(
            p,
            name=draw(names),
            stage_id=draw(st.none() | any_stage),
            office=draw(st.sampled_from(("front", "back"))),
            key_competency=draw(st.booleans()),
            health=draw(level),
        )
        for p in process_ids
    ]
    rows += [Department(department_id=d, name=draw(names)) for d in department_ids]
    rows += [System(system_id=s, name=draw(names)) for s in system_ids]
    rows += _between(draw, touchpoint_ids, process_ids, department_ids, system_ids)
    project = company(*rows, own(), vendor("V"), vendor("W", name=draw(names)), name=draw(names))
    return project if process_ids else project.replace(processes=())


def _between(
    draw: st.DrawFn, touchpoints: list[str], processes: list[str], departments: list[str], systems: list[str]
) -> list[Any]:
    rows: list[Any] = []
    if touchpoints:
        ends = st.sampled_from(touchpoints)
        pairs = draw(st.lists(st.tuples(ends, ends), max_size=40, unique=True))
        rows += [step(a, b, 0.1) for a, b in pairs]
    if not processes:
        return rows
    some = st.sampled_from(processes)
    served = st.none() | st.sampled_from(touchpoints) if touchpoints else st.none()
    languages = st.sampled_from(("nl", "fr", "de", "en", "pt-BR", "xx", "es", "it"))
    for n, (p, t, language) in enumerate(draw(st.lists(st.tuples(some, served, languages), max_size=40))):
        usual = {"process_id": p, "touchpoint_id": t, "language": language}
        rows.append(stream(f"D{n}", draw(st.integers(0, 10**6)), **usual))
        rows.append(today(f"D{n}", draw(st.sampled_from(("OWN", "V", "W")))))
    for n, (a, b) in enumerate(draw(st.lists(st.tuples(some, some), max_size=20))):
        rows.append(handoff(a, b, draw(st.integers(0, 1000)), handoff_id=f"H{n}"))
    if departments:
        rows += [
            handoff(a, d, 10, handoff_id=f"G{n}", to_kind="department")
            for n, (a, d) in enumerate(
                draw(st.lists(st.tuples(some, st.sampled_from(departments)), max_size=10))
            )
        ]
    if systems:
        pairs = draw(st.lists(st.tuples(some, st.sampled_from(systems)), max_size=8, unique=True))
        rows += [ProcessSystem(process_id=p, system_id=s) for p, s in pairs]
    return rows


def hostile_project() -> Project:
    """Every hostile name and id, on every kind of row, with links of every kind between them."""
    names = list(HOSTILE_NAMES)
    named = [(i, names[n % len(names)]) for n, i in enumerate(HOSTILE_IDS)]
    more = [(f"N{n}", name) for n, name in enumerate(names)]
    rows: list[Any] = [Stage(stage_id=i, name=n, position=k) for k, (i, n) in enumerate(named[:6])]
    stage_ids = [i for i, _ in named[:6]]
    for k, (i, n) in enumerate([*named, *more]):
        rows.append(point(i, stage_id=stage_ids[k % 6], name=n, emotion=0))
        rows.append(process(i, name=n, stage_id=stage_ids[k % 6], owner=n, health=3))
        rows.append(stream(f"D{k}", process_id=i, touchpoint_id=i))
        rows.append(today(f"D{k}", "OWN" if k % 2 else "<V>"))
        rows.append(Department(department_id=i, name=n))
        rows.append(System(system_id=i, name=n))
        rows.append(ProcessSystem(process_id=i, system_id=i))
        rows.append(handoff(i, i, handoff_id=i, to_kind="department", owner=n))
    for (a, n), (b, _) in itertools.pairwise(named):
        rows.append(step(a, b, 0.5))
        rows.append(handoff(a, b, handoff_id=f"{a}-{b}", owner=n))
    return company(
        *rows, own(), vendor("<V>", name="V&amp;\x01<b>\n\\N"), name="<script>alert(1)</script>&amp;\x02\\N"
    )


def odd_projects() -> dict[str, Project]:
    """Projects that lack nearly everything."""
    bare = company().replace(processes=())
    three = [process(f"P{n}") for n in range(3)]
    department = Department(department_id="D", name="D")
    return {
        "empty": bare,
        "processes": company(*three),
        "touchpoints": company(*(point(f"T{n}") for n in range(3))).replace(processes=()),
        "stages": company(*stages("A", "B")).replace(processes=()),
        "one stage": company(*stages("A")).replace(processes=()),
        "departments": company(department).replace(processes=()),
        "stages and departments": company(*stages("A"), department).replace(processes=()),
        "many departments": company(
            *(Department(department_id=f"D{n}", name=f"D{n}") for n in range(12))
        ).replace(processes=()),
        "systems": company(System(system_id="S", name="S")).replace(processes=()),
        "one of each": company(*stages("S"), point("T"), process(), stream(touchpoint_id="T"), department),
        "to itself": company(*stages("S"), point("T"), step("T", "T", 0.5), handoff("P1", "P1")),
        "to and fro": company(
            *stages("S", "R"),
            point("T", name="many words " * 9),
            point("U", stage_id="R"),
            step("T", "U", 0.5),
            step("U", "T", 0.5),
        ),
    }
