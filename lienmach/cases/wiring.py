"""What this room makes known to Django."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from lienmach.cases import registry


@register("cases")
def check_flows(**kwargs: Any) -> list[CheckMessage]:
    """Every state of a flow can be reached from its start, and has its words."""
    return [
        Error(f"Kind {kind.code!r}: {what} {sorted(states)}", id="cases.E001")
        for kind in registry.known()
        for what, states in (
            ("no step reaches", kind.flow.dead_states()),
            ("no words for", kind.flow.unlabelled()),
        )
        if states
    ]
