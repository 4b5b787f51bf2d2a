"""Certificates made up for the demo: worth nothing, and they say so."""

from collections.abc import Mapping
from datetime import datetime

from lienmach.base import files
from lienmach.base.trial_keys import TrialAuthority
from lienmach.org.actions.settings import set_value
from lienmach.org.queries.trusted import TRIAL


def make_trial_keys(
    people: Mapping[str, str], *, password: str, at: datetime
) -> TrialAuthority:
    """Make a key file for each account, by username and name; return who issued them.

    The key of the authority is not written anywhere.
    """
    authority = TrialAuthority(at)
    keys = {
        username: files.store(authority.key_file(name, password))
        for username, name in people.items()
    }
    set_value(TRIAL, {"root": files.store(authority.root), "keys": keys})
    return authority
