"""What nobody would think of asking: every answer is one that the description names.

Requests are made up from the description itself, wrong ones among them.
"""

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import override_settings
from django.utils import timezone
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi import checks

from lienmach.interop import urls  # noqa: F401 - loads the operations
from lienmach.interop.views.api import PREFIX, api
from lienmach.onestop.tests import make_dossier as made
from lienmach.org.actions import tokens
from lienmach.org.queries import actor_of

pytestmark = pytest.mark.django_db
SCHEMA = schemathesis.openapi.from_dict({**api.get_openapi_schema(path_prefix=PREFIX)})
APP = get_wsgi_application()
CHECKS = [
    not_a_server_error,
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_schema_conformance,
    checks.negative_data_rejection,
]


@pytest.fixture(autouse=True)
def _the_connection_stays() -> Iterator[None]:
    """A server closes it with each request; here it holds what the test has made."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


@pytest.fixture(autouse=True)
def _a_token_need_not_wait() -> Iterator[None]:
    with override_settings(API_PER_MINUTE=10_000):
        yield


@pytest.fixture
def known() -> dict[str, Any]:
    """A token, and codes of things that there are."""
    office = made.office()
    dossier = made.in_progress(office)
    actor = actor_of(office.leader, on=timezone.localdate())
    _, secret = tokens.make(name="thử", days=30, actor=actor, at=timezone.now())
    return {
        "headers": {"Authorization": f"Bearer {secret}", "Host": "localhost"},
        "codes": [dossier.case.code, office.committee.code, made.PROCEDURE],
    }


@settings(
    max_examples=100,
    derandomize=True,
    suppress_health_check=[*HealthCheck],
    phases=[Phase.generate],
)
@given(
    case=st.one_of(*(SCHEMA.as_strategy(mode) for mode in GenerationMode)),
    which=st.integers(0, 5),
)
def test_every_answer_is_one_that_the_description_names(
    known: dict[str, Any], case: Case[Any], which: int
) -> None:
    if "code" in case.path_parameters and which < len(known["codes"]):
        case.path_parameters["code"] = known["codes"][which]
    if "unit" in case.query and which < len(known["codes"]):
        case.query["unit"] = known["codes"][which]
    case.call_and_validate(app=APP, headers=known["headers"], checks=CHECKS)
