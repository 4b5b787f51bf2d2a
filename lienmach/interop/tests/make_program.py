"""A program that reads: somebody's token, and what is answered."""

import json
from typing import Any

from django.test import Client
from django.utils import timezone

from lienmach.org.actions import tokens
from lienmach.org.models import User
from lienmach.org.queries import actor_of


def secret_of(user: User) -> str:
    actor = actor_of(user, on=timezone.localdate())
    return tokens.make(name="thử", days=30, actor=actor, at=timezone.now())[1]


def program(user: User) -> Client:
    """A program of somebody: it has a token and no session."""
    return Client(headers={"Authorization": f"Bearer {secret_of(user)}"})


def get(client: Client, way: str, status: int = 200) -> Any:
    """What an address of the API answers."""
    response = client.get(f"/api/{way}")
    assert response.status_code == status, response.content.decode()
    assert response["Content-Type"].startswith("application/json")
    return json.loads(response.content)
