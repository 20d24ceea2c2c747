"""When a contract of today can be left."""

from __future__ import annotations

from touchmap.project import Project


def months_left(project: Project, contract_id: str) -> int | None:
    """Months from the start of the plan to the end of a contract's term, at least 0; none if not known."""
    contract, start = project.contract(contract_id), project.settings.start_on
    if contract.ends_on is None or start is None:
        return None
    return max(0, (contract.ends_on.year - start.year) * 12 + contract.ends_on.month - start.month)


def notice_months(project: Project, contract_id: str) -> int:
    """Notice of a contract: its own, else its provider's, else none."""
    contract = project.contract(contract_id)
    stated = contract.notice_months
    return (project.provider(contract.provider_id).notice_months if stated is None else stated) or 0


def is_free_to_leave(project: Project, contract_id: str) -> bool:
    """Whether a contract's term ends within its notice, so that leaving costs nothing."""
    left = months_left(project, contract_id)
    return left is not None and left <= notice_months(project, contract_id)
