"""The five questions at the start: their answers propose rules, weights and what is sought.

`answers` holds what is asked, `proposals` what may follow from it and how it is applied, `propose` what
follows from which answer. Nothing is applied that nobody has seen.
"""

from touchmap.project.questions.answers import (
    Answers,
    Question,
    Stance,
    answer_options,
    chosen_of,
    read_answers,
    work_options,
)
from touchmap.project.questions.proposals import Proposal, apply_proposals
from touchmap.project.questions.propose import propose

__all__ = [
    "Answers",
    "Proposal",
    "Question",
    "Stance",
    "answer_options",
    "apply_proposals",
    "chosen_of",
    "propose",
    "read_answers",
    "work_options",
]
