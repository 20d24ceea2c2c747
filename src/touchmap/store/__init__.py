"""The workspace: projects that outlive a file, with a journal, undo, versions and several people at once."""

from touchmap.store.database import WorkspaceError
from touchmap.store.journal import EditConflictError, Entry, minutes
from touchmap.store.stored_project import StoredProject, Version
from touchmap.store.workspace import Listing, Workspace

__all__ = [
    "EditConflictError",
    "Entry",
    "Listing",
    "StoredProject",
    "Version",
    "Workspace",
    "WorkspaceError",
    "minutes",
]
