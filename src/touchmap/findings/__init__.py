"""What a board should know about a plan beside its cost: findings, and what no figure contains."""

from touchmap.findings.find import find_findings
from touchmap.findings.unanswered import not_included

__all__ = ["find_findings", "not_included"]
