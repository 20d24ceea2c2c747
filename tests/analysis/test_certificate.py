"""The certificate: an auditor with another solver gets the same optimum from the files alone."""

import csv
import hashlib
import json
import subprocess
import sys

import pulp
import pytest

import touchmap
from tests.builders import company, offer, own, stream, today, vendor
from tests.properties.dice import SeededDice
from tests.properties.projects import build_project
from touchmap.analysis.certificate import certify
from touchmap.plan import SolveStatus
from touchmap.project import Rule, RuleStem, ScenarioRow, ScenarioRule

SCIP = """
import sys
from pyscipopt import Model
model = Model()
model.hideOutput()
model.setParam("limits/gap", 0)
model.readProblem(sys.argv[1])
model.optimize()
print(model.getStatus(), repr(model.getObjVal()) if model.getNSols() else "")
"""
HIGHS = """
import sys
import highspy
model = highspy.Highs()
model.setOptionValue("output_flag", False)
model.setOptionValue("mip_rel_gap", 0.0)
model.setOptionValue("mip_abs_gap", 0.0)
model.readModel(sys.argv[1])
model.run()
print(model.modelStatusToString(model.getModelStatus()), repr(model.getInfo().objective_function_value))
"""


def answer(code, file):
    """Status and optimum that a solver in a fresh process reports for a file."""
    done = subprocess.run(
        [sys.executable, "-c", code, str(file)], check=True, capture_output=True, text=True, timeout=300
    )
    status, _, value = done.stdout.strip().rpartition(" ")
    return status.lower(), float(value)


def cbc(file, folder):
    """Status and optimum that CBC reports, run by itself on a file."""
    solution = folder / "cbc.sol"
    command = [pulp.PULP_CBC_CMD.pulp_cbc_path, str(file), "ratioGap", "0", "allowableGap", "0", "solve"]
    subprocess.run(
        [*command, "solution", str(solution)], check=True, capture_output=True, text=True, timeout=300
    )
    first = solution.read_text(encoding="utf-8").splitlines()[0]
    status, _, value = first.partition(" - objective value ")
    return status.lower(), float(value)


def table(path):
    """Rows of a CSV file."""
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def bids():
    """OWN does P1 today for 26880 a year; VEN would for 13440 and 5000 of engagement."""
    return company(stream(), own(), vendor(engagement_cost=5000), today("D1", "OWN"))


def test_other_solvers_get_the_optimum_worked_out_by_hand(tmp_path):
    """VEN at 12 × 1120 + 5000: CBC, SCIP and HiGHS say so of the files, in the .mps and the .lp."""
    done = certify(bids(), "cheapest", tmp_path)
    assert done.data["program_optimum"] == pytest.approx(18440)
    for file in ("program.mps", "program.lp"):
        for value in (
            answer(SCIP, tmp_path / file),
            answer(HIGHS, tmp_path / file),
            cbc(tmp_path / file, tmp_path),
        ):
            assert value == ("optimal", pytest.approx(18440, rel=1e-9))


def test_what_does_not_depend_on_any_choice_is_in_the_optimum(tmp_path):
    """The constant of a cut hand-off is on a column fixed at 1, so that no solver drops it."""
    project = build_project(SeededDice(7), most_plans=200, most_rules=0)
    done = certify(project, "s", tmp_path)
    columns = table(tmp_path / "columns.csv")
    assert [c["meaning"] for c in columns if c["kind"] == "one"] == [
        "always 1; carries the constant of the objective"
    ]
    if done.result.status is SolveStatus.OPTIMAL:
        _, value = cbc(tmp_path / "program.mps", tmp_path)
        assert value == pytest.approx(done.data["program_optimum"], rel=1e-6)


@pytest.mark.slow
@pytest.mark.parametrize("block", range(3))
def test_other_solvers_agree_on_random_companies(tmp_path, block):
    """Whatever the objective and the rules, CBC and SCIP find the optimum, or none where there is none."""
    proven = 0
    for seed in range(10 * block, 10 * block + 10):
        folder = tmp_path / str(seed)
        done = certify(build_project(SeededDice(300 + seed)), "s", folder)
        if done.result.status is SolveStatus.OPTIMAL:
            scale = max(1.0, abs(done.data["program_optimum"]))
            for _, value in (answer(SCIP, folder / "program.mps"), cbc(folder / "program.mps", folder)):
                assert abs(value - done.data["program_optimum"]) <= 2e-6 * scale, seed
            proven += 1
        elif done.result.status is SolveStatus.INFEASIBLE:
            status, _ = cbc(folder / "program.mps", folder)
            assert "infeasible" in status, seed
    assert proven >= 3


@pytest.mark.slow
def test_an_auditor_gets_the_certified_optimum_of_a_sample(tmp_path):
    """CBC, SCIP and HiGHS in fresh processes find the insurer's optimum to a millionth."""
    done = certify(touchmap.example("insurer"), "blended", tmp_path)
    assert done.result.status is SolveStatus.OPTIMAL
    assert done.result.verified
    told = [answer(SCIP, tmp_path / "program.mps"), answer(HIGHS, tmp_path / "program.mps")]
    told.append(cbc(tmp_path / "program.mps", tmp_path))
    for status, value in told:
        assert status == "optimal"
        assert value == pytest.approx(done.data["program_optimum"], rel=1e-6)
        assert value >= done.data["program_bound"] * (1 - 1e-6)


def test_the_solution_stands_beside_the_program(tmp_path):
    """The values of all columns give the certified optimum, and name the plan."""
    done = certify(bids(), "cheapest", tmp_path)
    assert done.data["solution_value"] == pytest.approx(18440)
    values = {r["column"]: float(r["value"]) for r in table(tmp_path / "solution.csv")}
    chosen = [c for c in table(tmp_path / "columns.csv") if c["package_id"] and values[c["column"]] > 0.5]
    assert [(c["package_id"], c["provider_id"]) for c in chosen] == [("P1/nl/*/*", "VEN")]
    rows = table(tmp_path / "rows.csv")
    assert {"stem": "assign_each_package", "subject": "P1/nl/*/*"}.items() <= rows[0].items()


def test_rules_are_told_with_their_activity_and_what_they_close(tmp_path):
    """A budget has its value and slack; a pin closes the other option, and is named there."""
    project = bids().replace(
        scenarios=[ScenarioRow(scenario_id="s", name="S")],
        rules=[Rule(rule_id="cap", stem=RuleStem.BUDGET, maximum=30000)],
        scenario_rules=[ScenarioRule(scenario_id="s", rule_id="cap")],
    )
    done = certify(project, "s", tmp_path)
    (rule,) = done.data["rules"]
    assert rule["rows"] == 1
    assert rule["activity"][0]["value"] == pytest.approx(18440)
    assert rule["activity"][0]["slack"] == pytest.approx(11560)
    assert "| `cap` | budget | must |" in done.text
    assert done.data["verification"] == {"holds": True, "violations": []}


def test_quality_is_certified_with_its_sign(tmp_path):
    """A scenario that seeks quality is written as its negative, and the certificate says so."""
    project = company(stream(), own(satisfaction=90), vendor(satisfaction=70), today("D1", "OWN")).replace(
        scenarios=[ScenarioRow(scenario_id="s", name="S", objective="quality")]
    )
    done = certify(project, "s", tmp_path)
    assert done.data["negated"]
    assert done.data["program_optimum"] == pytest.approx(-done.result.objective)
    assert cbc(tmp_path / "program.mps", tmp_path)[1] == pytest.approx(-done.result.objective, rel=1e-6)
    assert "turn the sign" in done.text


def test_without_a_plan_the_proof_is_certified(tmp_path):
    """An impossible scenario has a certificate too: other solvers find the program infeasible."""
    done = certify(company(stream(), vendor(capacity_fte=0.5)), "cheapest", tmp_path)
    assert done.result.status is SolveStatus.INFEASIBLE
    assert "infeasible" in cbc(tmp_path / "program.mps", tmp_path)[0]
    assert not (tmp_path / "solution.csv").exists()
    assert "the solver says that the program is infeasible" in done.text


def test_files_are_named_with_their_hashes(tmp_path):
    """certificate.json holds the SHA-256 of every other file, and the inputs' hash."""
    project = bids()
    certify(project, "cheapest", tmp_path / "new" / "folder")
    folder = tmp_path / "new" / "folder"
    data = json.loads((folder / "certificate.json").read_text(encoding="utf-8"))
    assert data["input_hash"] == project.hash
    for name, digest in data["files"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert {"program.mps", "program.lp", "solution.csv", "result.json"} <= data["files"].keys()


def test_the_program_is_the_same_again(tmp_path):
    """Two runs write the same program, byte by byte."""
    project = company(
        stream(), own(), vendor(), offer(price=9, pricing_model="per_contact"), today("D1", "OWN")
    )
    first, second = (certify(project, "cheapest", tmp_path / n).data["files"] for n in ("a", "b"))
    assert first["program.mps"] == second["program.mps"]
    assert first["columns.csv"] == second["columns.csv"]


def test_today_cannot_be_certified(tmp_path):
    """Nothing is proven about today."""
    with pytest.raises(ValueError, match="nothing is proven"):
        certify(bids(), "today", tmp_path)
