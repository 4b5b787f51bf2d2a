from lienmach.org.models.audit import AuditRecord, Verb
from lienmach.org.models.contacts import Contact
from lienmach.org.models.notices import Notice
from lienmach.org.models.people import Grant, Post, Role, SignInTries, User
from lienmach.org.models.settings import Setting
from lienmach.org.models.tokens import AccessToken
from lienmach.org.models.units import (
    Decision,
    Level,
    Succession,
    Unit,
    UnitKind,
    UnitVersion,
)

__all__ = [
    "AccessToken",
    "AuditRecord",
    "Contact",
    "Decision",
    "Grant",
    "Level",
    "Notice",
    "Post",
    "Role",
    "Setting",
    "SignInTries",
    "Succession",
    "Unit",
    "UnitKind",
    "UnitVersion",
    "User",
    "Verb",
]
