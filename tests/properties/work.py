"""The work of a random project: processes, streams, hand-offs, systems."""

from datetime import date
from typing import Any

from tests.properties.dice import Dice
from touchmap.project import (
    CurvePoint,
    DemandStream,
    Department,
    Handoff,
    Process,
    ProcessSystem,
    Seasonality,
    Settings,
    Stage,
    System,
    Touchpoint,
)

LANGUAGES = ("nl", "de", "xx")
START = date(2027, 8, 15)


def settings(dice: Dice) -> Settings:
    return Settings(
        start_on=dice.pick(date(2027, 1, 1), START, None),
        horizon_months=dice.pick(12, 1, 7, 30),
        discount_rate=dice.pick(0, 0.08),
        volume_growth=dice.pick(0, 0.1, -0.05),
        paid_hours_per_month=dice.pick(160, 152),
        commercial_objectives_external=dice.pick(True, False),
        self_service_quality_floor=dice.pick(60, 72),
        documentation_bar=dice.pick(2, 3),
        governance_basis=dice.pick("share", "retained_organisation"),
        retained_organisation_fte=dice.pick(0, 0.4),
        selection_and_advice=dice.pick(None, 9000),
        contingency_share=dice.pick(0, 0.1),
        avoidable_share=dice.pick(None, 0.6),
        stranded_months=dice.pick(12, 3),
        average_tenure_years=dice.pick(None, 5),
        gross_salary_per_month=3000,
        severance_months_per_year=0.5,
        redeploy_share=dice.pick(0, 0.3),
        natural_attrition_per_month=dice.pick(0, 0.02),
        **_deeper(dice),
    )


def _deeper(dice: Dice) -> dict[str, Any]:
    """Settings of the lines that few companies fill at first."""
    grouped = dice.rarely()
    return {
        "project_management_per_month": dice.pick(None, 1500),
        "staff_transfer_share": dice.pick(None, 0.4),
        "transfer_cost_per_fte": dice.pick(None, 1200),
        "outplacement_cost_per_fte": dice.pick(None, 2500),
        "retained_experts_fte": dice.pick(None, 0.5),
        "retained_experts_months": dice.pick(0, 6, 15),
        "learning_factor": dice.pick(None, 1.4),
        "people_cost_share": 0.7 if grouped else None,
        "people_avoidable_share": 0.9 if grouped else None,
        "seats_cost_share": 0.3 if grouped else None,
        "seats_avoidable_share": dice.pick(None, 0.2) if grouped else None,
        "irrecoverable_vat_share": dice.pick(None, 0, 0.21),
        "basic_rate_uplift_share": dice.pick(None, 0.2),
        "loaded_rate_reduction_share": dice.pick(None, 0.1),
        "bonus_malus_points": dice.pick(10, 6),
        "repeat_cost_factor": dice.pick(1, 0.5),
        "brand_risk_counted": dice.pick(False, True),
        "staffing_curve": dice.pick(False, False, True),
        "churn_at_full_offshore_voice": 0.008,
        "customers": 4000,
        "annual_margin_per_customer": 90,
        "annual_churn": dice.pick(None, 0.4),
    }


def touchpoints(dice: Dice) -> dict[str, Any]:
    return {
        "stages": (Stage(stage_id="ST1", name="Buy"), Stage(stage_id="ST2", name="Use")),
        "touchpoints": (
            Touchpoint(
                touchpoint_id="T1",
                stage_id="ST1",
                name="Ask",
                satisfaction=dice.pick(None, 70, 82),
                moment_of_truth_rank=dice.pick(None, 1),
            ),
            Touchpoint(touchpoint_id="T2", stage_id="ST2", name="Complain", satisfaction=dice.pick(None, 66)),
        ),
    }


def process(dice: Dice, process_id: str, start: date | None) -> Process:
    split = tuple(s for s in ("channel", "base_peak", "shares", "hours") if dice.rarely())
    return Process(
        process_id=process_id,
        name=process_id,
        stage_id=dice.pick(None, "ST1", "ST2"),
        office=dice.pick("front", "back"),
        work_type=dice.pick("live", "deferred"),
        touch_need=dice.pick(3, 1, 4),
        brand_sensitivity=dice.pick(3, 5),
        complexity=dice.pick(3, 5),
        codifiability=dice.pick(3, 2, 1),
        metric_clarity=dice.pick(5, 3),
        automation_potential_share=dice.pick(1.0, 0.25),
        data_class=dice.pick(2, 2, 2, 2, 3, 4),
        regulated=dice.some(("law",)),
        licence_required=("Wft",) if dice.rarely() else (),
        key_competency=dice.pick(False, True),
        competency_override_by=dice.pick("", "", "Director"),
        health=dice.pick(5, 2),
        mandate=dice.pick(0, 3),
        value_per_success=dice.pick(None, 30),
        resolution_target_share=dice.pick(None, 0.8),
        satisfaction_target=dice.pick(None, 80, 70),
        proficiency_weeks=dice.pick(None, 9),
        training_days=dice.pick(0, 10),
        process_family=dice.pick("", "care"),
        tags=dice.some(("core",)),
        split_by=split,
        split_shares=(0.3, 0.7) if "shares" in split else (),
        base_level_fte=1.0 if "base_peak" in split else None,
        remediation_cost=dice.pick(None, 4000),
        remediation_owner=dice.pick("", "Owner"),
        remediation_on=dice.pick(None, date(2027, 11, 1)) if start else None,
    )


def stream(
    dice: Dice, demand_id: str, process_id: str, channels: tuple[str, ...], size: float
) -> DemandStream:
    return DemandStream(
        demand_id=demand_id,
        process_id=process_id,
        touchpoint_id=dice.pick("T1", "T2", None),
        channel=dice.pick(*channels),
        language=dice.pick("nl", "nl", "de", "xx"),
        market=dice.pick(None, "BE"),
        contacts_per_month=size * dice.pick(1000, 250, 2500, 0),
        handle_seconds=dice.pick(322.56, 240, 600),
        concurrency=dice.pick(1, 1.7),
        opening_hours=dice.pick("", "", "", "", "Mo-Fr 9-17", "Mo-Sa 8-20"),
        seasonality_id=dice.pick(None, "PEAK", "WAVE"),
        curve_id="WEEK",
    )


SEASONALITY = (
    Seasonality(seasonality_id="PEAK", m01=0.8, m02=0.8, m03=0.8, m11=1.4, m12=2.2),
    Seasonality(seasonality_id="WAVE", m01=1.5, m02=1.25, m06=0.5, m07=0, m08=0.75, m09=1.1),
)


CURVE = (
    *(
        CurvePoint(curve_id="WEEK", kind="dow", position=day, share=share)
        for day, share in zip(range(1, 8), (0.2, 0.2, 0.2, 0.15, 0.15, 0.06, 0.04), strict=True)
    ),
    *(CurvePoint(curve_id="WEEK", kind="hour", position=hour, share=0.1) for hour in range(9, 19)),
)


def handoff(dice: Dice, handoff_id: str, processes: tuple[Process, ...]) -> Handoff:
    sender = dice.pick(*processes)
    others = [p for p in processes if p != sender]
    to_department = not others or dice.rarely()
    receiver = None if to_department else dice.pick(*others)
    return Handoff(
        handoff_id=handoff_id,
        from_process_id=sender.process_id,
        to_kind="department" if receiver is None else "process",
        to_id="LEGAL" if receiver is None else receiver.process_id,
        contacts_per_month=dice.pick(500, 2000, 0),
        route=dice.pick("direct", "supervisor"),
        cut_seconds=dice.pick(0, 120),
        cut_rework_share=dice.pick(0, 0.2),
        cut_cost_per_month=dice.pick(0, 900),
    )


def work(dice: Dice, start: date | None, *, self_service: bool) -> dict[str, Any]:
    """Processes with their streams, and what connects them."""
    channels = ("phone", "phone", "chat", "email", "back_office", *(("web",) if self_service else ()))
    processes = tuple(process(dice, f"P{n}", start) for n in range(1, dice.count(1, 4) + 1))
    ids = tuple(p.process_id for p in processes)
    size = dice.pick(1, 1, 1, 1, 25)
    streams = [stream(dice, f"D{n}", dice.pick(*ids), channels, size) for n in range(1, dice.count(2, 6) + 1)]
    systems = dice.some(("CRM", "ERP"))
    return {
        "processes": processes,
        "demand": tuple(streams),
        "seasonality": SEASONALITY,
        "curves": CURVE,
        "handoffs": tuple(handoff(dice, f"H{n}", processes) for n in range(dice.count(0, 3))),
        "departments": (Department(department_id="LEGAL", name="Legal"),),
        "systems": tuple(
            System(system_id=s, name=s, integration_cost=dice.pick(5000, None)) for s in systems
        ),
        "process_systems": tuple(
            ProcessSystem(process_id=p, system_id=s) for p in ids for s in systems if dice.flip()
        ),
    }
