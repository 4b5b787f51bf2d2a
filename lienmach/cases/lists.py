"""The messages about cases, as those look after them who may send them again."""

from django.db.models import Q
from django.urls import reverse

from lienmach.base.filters import Choice, Days, Search
from lienmach.base.lists import Action, Column, Empty, List, View
from lienmach.base.models import Message
from lienmach.base.outbox import label_of
from lienmach.base.parts import chip
from lienmach.calc.mask import masked_email

State = Message.State
CHIPS = {
    State.WAITING: "soon",
    State.SENT: "done",
    State.FAILED: "over",
    State.UNSET: "paused",
    State.CALLED_OFF: "done",
}
AGAIN = (State.FAILED, State.UNSET)


def messages() -> List[Message]:
    return List(
        name="messages",
        file="tin-nhan",
        noun="tin",
        sort="-luc",
        link=lambda message: reverse("cases:message", args=[message.pk]),
        views=(
            View(slug="", label="Tất cả"),
            View(
                slug="hong",
                label="Không gửi được",
                where=Q(state=State.FAILED),
                is_counted=True,
            ),
            View(
                slug="cho",
                label="Chờ gửi",
                where=Q(state__in=[State.WAITING, State.UNSET]),
            ),
            View(slug="xong", label="Đã gửi", where=Q(state=State.SENT)),
        ),
        columns=(
            Column(
                slug="tin",
                label="Tin",
                value=lambda message: message.subject,
                place="lead",
            ),
            Column(
                slug="toi",
                label="Gửi đến",
                value=lambda message: masked_email(message.to),
                place="rest",
            ),
            Column(
                slug="kenh",
                label="Kênh",
                value=lambda message: label_of(message.channel),
                only_export=True,
            ),
            Column(
                slug="tt",
                label="Tình trạng",
                value=lambda message: message.get_state_display(),
                show=_state,
                place="end",
            ),
            Column(
                slug="vi-sao",
                label="Vì sao chưa được",
                value=lambda message: message.error,
                place="line",
            ),
            Column(
                slug="luc",
                label="Soạn lúc",
                value=lambda message: message.made_at,
                sort="made_at",
                place="rest",
            ),
        ),
        filters=(
            Search(
                match=lambda words: Q(about__icontains=words),
                hint="mã hồ sơ, mã báo cáo",
                is_quick=True,
            ),
            Choice(
                slug="tt",
                label="Tình trạng",
                options=[(state.value, state.label) for state in State],
                field="state",
                is_quick=True,
            ),
            Days(label="Soạn", field="made_at", is_moment=True),
        ),
        actions=(
            Action(
                slug="lai",
                label="Gửi lại",
                url_name="cases:messages_again",
                refuses=_refuses,
                fits=lambda: Q(state__in=AGAIN),
            ),
        ),
        empty=Empty(
            title="Chưa có tin nào",
            text="Người nộp chọn báo tin bằng thư điện tử thì mỗi lần hồ sơ thay đổi "
            "có một tin ở đây; thư nhắc hạn báo cáo cũng vậy.",
        ),
    )


def _state(message: Message) -> object:
    state = State(message.state)
    return chip(CHIPS[state], state.label, message.sent_at or message.next_at)


def _refuses(message: Message) -> str:
    return "" if message.state in AGAIN else f"Tin này: {message.get_state_display()}."
