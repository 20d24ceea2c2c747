"""Whether a process is fit to be moved."""

from __future__ import annotations

from touchmap.project import Project

READY_HEALTH = 3
"""Health below this is unhealthy."""


def is_unready(project: Project, process_id: str) -> bool:
    """Whether a process is unhealthy (health ≤ 2) or documented below the project's bar."""
    process = project.process(process_id)
    return process.health < READY_HEALTH or process.codifiability < project.settings.documentation_bar
