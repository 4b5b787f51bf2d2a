"""Where e-mail is sent from, as the environment names it."""

import pytest

from lienmach.config.env import Mail


@pytest.mark.parametrize(
    ("url", "known"),
    [
        ("smtp://relay", ("smtp", "relay", 25, "", "")),
        ("smtp+tls://a%40b:p%3Aw@h:2587", ("smtp+tls", "h", 2587, "a@b", "p:w")),
        ("smtps://u:p@h", ("smtps", "h", 465, "u", "p")),
    ],
)
def test_the_address_of_a_mail_server_is_read(
    url: str, known: tuple[object, ...]
) -> None:
    read = Mail.read(url, "a@b.example")

    assert (read.scheme, read.host, read.port, read.user, read.password) == known


@pytest.mark.parametrize(
    ("url", "sender"), [("http://h", "a@b"), ("smtp://", "a@b"), ("smtp://h", "")]
)
def test_a_wrong_address_of_a_mail_server_stops_the_service_without_its_password(
    url: str, sender: str
) -> None:
    with pytest.raises(ValueError, match="LIENMACH_MAIL"):
        Mail.read(url.replace("//", "//u:secret@") if "h" in url else url, sender)
