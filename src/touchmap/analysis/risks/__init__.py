"""The risk register: twenty risks, each triggered by data and naming the fields that trigger it."""

from touchmap.analysis.risks.register import RiskRegister, RiskRow, find_risks

__all__ = ["RiskRegister", "RiskRow", "find_risks"]
