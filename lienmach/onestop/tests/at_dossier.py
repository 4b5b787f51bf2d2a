"""The page of a dossier (C05) as tests ask for it and send its steps."""

from typing import Any

from django.test import Client
from django.urls import reverse

from lienmach.onestop.models import Dossier
from lienmach.org.models import User


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def page_of(user: User, dossier: Dossier, query: str = "", status: int = 200) -> str:
    url = reverse("onestop:dossier", args=[dossier.case.code])
    page = signed_in(user).get(url + query)
    assert page.status_code == status
    return page.content.decode()


def send(user: User, dossier: Dossier, name: str, **sent: Any) -> Any:
    url = reverse("onestop:dossier_step", args=[dossier.case.code, name])
    return signed_in(user).post(url, sent)


def state_of(dossier: Dossier) -> str:
    return Dossier.objects.get(pk=dossier.pk).case.state
