"""The workspace: projects that outlive a file, with a journal, undo, versions and several people at once.

`Workspace` holds projects, `StoredProject` is one of them, with its `results`, `remarks`, `jobs` and
`members`.
"""

from touchmap.store.access import AccessError, Member, Members, Role
from touchmap.store.checking import Report
from touchmap.store.database import WorkspaceError
from touchmap.store.jobs import Job, Jobs, JobState
from touchmap.store.journal import EditConflictError, Entry, Told, minutes
from touchmap.store.offering import Offer, offer
from touchmap.store.remarks import Remark, RemarkKind, Remarks
from touchmap.store.results import Results, StoredResult
from touchmap.store.stored_project import StoredProject, Version
from touchmap.store.workspace import Listing, Workspace

__all__ = [
    "AccessError",
    "EditConflictError",
    "Entry",
    "Job",
    "JobState",
    "Jobs",
    "Listing",
    "Member",
    "Members",
    "Offer",
    "Remark",
    "RemarkKind",
    "Remarks",
    "Report",
    "Results",
    "Role",
    "StoredProject",
    "StoredResult",
    "Told",
    "Version",
    "Workspace",
    "WorkspaceError",
    "minutes",
    "offer",
]
