"""What stands around every page: for templates, as the variable ``frame``."""

from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.safestring import SafeString

from lienmach.base.navigation import Link, Office, links, registry
from lienmach.base.toasts import Done, recent

# What a person may choose, and the choices: the first one needs no cookie.
CHOICES: Mapping[str, Mapping[str, str]] = MappingProxyType(
    {
        "theme": {"": "Theo máy", "light": "Sáng", "dark": "Tối"},
        "density": {"": "Vừa", "day": "Dày", "thoang": "Thoáng"},
        "zoom": {"": "Thường", "125": "To", "150": "Rất to"},
        "keys": {"": "Dùng", "tat": "Tắt"},
    }
)


class Frame:
    def __init__(self, request: HttpRequest) -> None:
        self._request = request
        self._actor = getattr(request, "actor", None)

    def chosen(self, name: str) -> str:
        value = self._request.COOKIES.get(name, "")
        return value if value in CHOICES[name] else ""

    @property
    def theme(self) -> str:
        return self.chosen("theme")

    @property
    def density(self) -> str:
        return self.chosen("density")

    @property
    def zoom(self) -> str:
        return self.chosen("zoom")

    @property
    def keys(self) -> str:
        return self.chosen("keys")

    @property
    def choices(self) -> list[tuple[str, str, list[tuple[str, str, bool]]]]:
        titles = {
            "theme": "Sáng hay tối",
            "density": "Độ dày",
            "zoom": "Cỡ chữ",
            "keys": "Phím tắt",
        }
        return [
            (
                name,
                titles[name],
                [(v, text, v == self.chosen(name)) for v, text in values.items()],
            )
            for name, values in CHOICES.items()
        ]

    @cached_property
    def links(self) -> list[Link]:
        return links(registry.main, self._actor, self._request.path)

    @property
    def rail(self) -> SafeString:
        office = self.office
        return _rail(
            (*self.links,), self.home, office.name, office.note, office.is_demo
        )

    @cached_property
    def account(self) -> list[Link]:
        return links(registry.account, self._actor, self._request.path)

    @cached_property
    def office(self) -> Office:
        return registry.office(self._request)

    @property
    def sign_out(self) -> str:
        return reverse(registry.sign_out) if registry.sign_out else ""

    @property
    def change_place(self) -> str:
        return reverse(registry.change_place) if registry.change_place else ""

    @property
    def home(self) -> str:
        rights = self._actor.rights if self._actor else frozenset()
        for _, right, url_name in registry.beginnings:
            if right in rights:
                return reverse(url_name)
        return self.links[0].url if self.links else "/"

    @property
    def initials(self) -> str:
        """The first letters of the middle and given name, which tell people apart."""
        user = self._request.user
        if not user.is_authenticated:
            return ""
        names = (user.get_full_name() or user.get_username()).split()
        return "".join(name[0] for name in names[-2:]).upper()

    @property
    def themes(self) -> list[tuple[str, str, bool]]:
        return self.choices[0][2]

    @property
    def recent(self) -> list[Done]:
        return recent(self._request)

    @property
    def here(self) -> str:
        return self._request.get_full_path()


@lru_cache(maxsize=500)  # the same for all who may open the same, until a count changes
def _rail(
    links: tuple[Link, ...], home: str, name: str, note: str, is_demo: bool
) -> SafeString:
    said = {"links": links, "home": home}
    office = {"name": name, "note": note, "is_demo": is_demo}
    return render_to_string("base/_rail.html", {**said, "office": office})


def context(request: HttpRequest) -> dict[str, Any]:
    return {"frame": Frame(request)}
