"""The life of a dossier: its states, the steps between them, what each is nationally.

The national states are the ten that every system reports (circular 22/2019/TT-VPCP);
«overdue» is never one of them. A consultation moves nothing: the clock runs on.
"""

from types import MappingProxyType

from django.db.models import IntegerChoices, TextChoices

from lienmach.calc.flow import Effect, Flow, Step

RECEIVE, PROCESS, SIGN, LEAD = (
    "onestop.receive",
    "onestop.process",
    "onestop.sign",
    "onestop.lead",
)
SEE = "onestop.see"  # asked of nobody who acts: it opens the lists
PRINTS = "onestop.prints"
NOBODY = "onestop.follows"  # a right that no role holds: the product acts itself
TILL = "onestop.till"  # cancels receipts, closes tills; takes no money itself


class State(TextChoices):
    RECEIVED = "received", "Đã tiếp nhận"
    IN_PROGRESS = "in_progress", "Đang xử lý"
    ASKED = "asked", "Chờ bổ sung"
    OWING = "owing", "Chờ nghĩa vụ tài chính"
    WAITING = "waiting", "Chờ cơ quan khác"
    SIGNING = "signing", "Chờ ký"
    READY = "ready", "Có kết quả"
    RETURNED = "returned", "Đã trả"
    REFUSED = "refused", "Từ chối"
    WITHDRAWN = "withdrawn", "Rút hồ sơ"
    STOPPED = "stopped", "Dừng giải quyết"
    CANCELLED = "cancelled", "Hủy (nhập nhầm)"


class National(IntegerChoices):
    SUBMITTED = 1, "Mới đăng ký"
    RECEIVED = 2, "Được tiếp nhận"
    NOT_RECEIVED = 3, "Không được tiếp nhận"
    IN_PROGRESS = 4, "Đang xử lý"
    ASKED = 5, "Yêu cầu bổ sung giấy tờ"
    OWING = 6, "Yêu cầu thực hiện nghĩa vụ tài chính"
    WITHDRAWN = 7, "Công dân yêu cầu rút hồ sơ"
    STOPPED = 8, "Dừng xử lý"
    DONE = 9, "Đã xử lý xong"
    RETURNED = 10, "Đã trả kết quả"


# A dossier entered by mistake is reported nowhere: it has no national state.
NATIONAL = MappingProxyType(
    {
        State.RECEIVED: National.RECEIVED,
        State.IN_PROGRESS: National.IN_PROGRESS,
        State.ASKED: National.ASKED,
        State.OWING: National.OWING,
        State.WAITING: National.IN_PROGRESS,
        State.SIGNING: National.IN_PROGRESS,
        State.READY: National.DONE,
        State.RETURNED: National.RETURNED,
        State.REFUSED: National.NOT_RECEIVED,
        State.WITHDRAWN: National.WITHDRAWN,
        State.STOPPED: National.STOPPED,
    }
)
AT_WORK = frozenset({State.RECEIVED, State.IN_PROGRESS})
PAUSED = frozenset({State.ASKED, State.OWING, State.WAITING})
UNFINISHED = AT_WORK | PAUSED | {State.SIGNING}


def _step(
    name: str,
    label: str,
    sources: frozenset[State] | State,
    target: State,
    right: str = PROCESS,
    effect: Effect = Effect.KEEP,
    *,
    wait: str = "",
    at_counter: bool = False,
    needs_note: bool = False,
) -> Step:
    of = frozenset({sources}) if isinstance(sources, State) else sources
    return Step(
        name,
        label,
        frozenset(map(str, of)),
        str(target),
        right,
        effect,
        wait,
        at_counter,
        needs_note,
    )


_S, _E = State, Effect
DOSSIER_FLOW = Flow(
    start=State.RECEIVED,
    labels={str(state): str(state.label) for state in State},
    steps=(
        _step("accept", "Nhận xử lý", _S.RECEIVED, _S.IN_PROGRESS),
        # A chain moves its root: these steps follow what its parts do.
        _step("chain", "Bắt đầu liên thông", _S.RECEIVED, _S.IN_PROGRESS, NOBODY),
        _step(
            "chain_done",
            "Các chặng đã xong",
            _S.IN_PROGRESS,
            _S.READY,
            NOBODY,
            _E.STOP,
        ),
        _step("forward", "Chuyển bước tiếp", _S.IN_PROGRESS, _S.IN_PROGRESS),
        _step("submit", "Trình ký", _S.IN_PROGRESS, _S.SIGNING),
        _step("sign", "Ký kết quả", _S.SIGNING, _S.READY, SIGN, _E.STOP),
        _step(
            "send_back",
            "Trả lại để sửa",
            _S.SIGNING,
            _S.IN_PROGRESS,
            SIGN,
            needs_note=True,
        ),
        _step(
            "record_result",
            "Nhập kết quả đã ký",
            _S.IN_PROGRESS,
            _S.READY,
            effect=_E.STOP,
        ),
        _step(
            "return",
            "Trả kết quả",
            _S.READY,
            _S.RETURNED,
            RECEIVE,
            at_counter=True,
        ),
        _step(
            "return_at_once",
            "Trả ngay trong ngày",
            _S.RECEIVED,
            _S.RETURNED,
            RECEIVE,
            _E.STOP,
            at_counter=True,
        ),
        _step(
            "ask",
            "Yêu cầu bổ sung",
            AT_WORK,
            _S.ASKED,
            effect=_E.PAUSE,
            wait="supplement",
            needs_note=True,
        ),
        _step(
            "supplement",
            "Đã bổ sung đủ",
            _S.ASKED,
            _S.IN_PROGRESS,
            RECEIVE,
            _E.RESUME,
            at_counter=True,
        ),
        # What came over the web is looked at by whoever asked for it.
        _step(
            "supplement_sent",
            "Nhận đủ bổ sung qua mạng",
            _S.ASKED,
            _S.IN_PROGRESS,
            effect=_E.RESUME,
        ),
        _step(
            "owe",
            "Chờ nghĩa vụ tài chính",
            _S.IN_PROGRESS,
            _S.OWING,
            effect=_E.PAUSE,
            wait="finance",
            needs_note=True,
        ),
        _step(
            "paid",
            "Đã thực hiện nghĩa vụ tài chính",
            _S.OWING,
            _S.IN_PROGRESS,
            effect=_E.RESUME,
        ),
        # Its notices were cancelled: nobody paid, and there is nothing to pay.
        _step(
            "unowed",
            "Không còn nghĩa vụ tài chính",
            _S.OWING,
            _S.IN_PROGRESS,
            effect=_E.RESUME,
            needs_note=True,
        ),
        _step(
            "wait",
            "Chờ cơ quan khác",
            _S.IN_PROGRESS,
            _S.WAITING,
            effect=_E.PAUSE,
            wait="agency",
            needs_note=True,
        ),
        _step(
            "answered",
            "Đã có trả lời của cơ quan khác",
            _S.WAITING,
            _S.IN_PROGRESS,
            effect=_E.RESUME,
        ),
        _step(
            "refuse",
            "Từ chối tiếp nhận",
            _S.RECEIVED,
            _S.REFUSED,
            RECEIVE,
            _E.STOP,
            at_counter=True,
            needs_note=True,
        ),
        _step(
            "reject",
            "Từ chối giải quyết",
            frozenset({_S.IN_PROGRESS, _S.SIGNING}),
            _S.REFUSED,
            SIGN,
            _E.STOP,
            needs_note=True,
        ),
        _step(
            "withdraw",
            "Người nộp rút hồ sơ",
            UNFINISHED,
            _S.WITHDRAWN,
            RECEIVE,
            _E.STOP,
            at_counter=True,
            needs_note=True,
        ),
        _step(
            "stop",
            "Dừng giải quyết",
            UNFINISHED - {_S.RECEIVED},
            _S.STOPPED,
            LEAD,
            _E.STOP,
            needs_note=True,
        ),
        _step(
            "cancel",
            "Hủy (nhập nhầm)",
            _S.RECEIVED,
            _S.CANCELLED,
            RECEIVE,
            at_counter=True,
        ),
    ),
)
# What the root of a chain does itself; the rest follows its parts.
OF_A_ROOT = frozenset({"withdraw", "stop", "return"})
# What whoever did it may take back while nothing has followed. Signing, refusing and
# handing over are acts towards others: they are asked about first instead.
UNDONE = frozenset(
    {
        "accept",
        "forward",
        "assign",
        "submit",
        "ask",
        "supplement",
        "supplement_sent",
        "owe",
        "paid",
        "unowed",
        "wait",
        "answered",
    }
)
# What stands on the trail beside the steps: of money, of how a result goes out, and of
# what the applicant sends.
NOTES = MappingProxyType(
    {
        "charge_add": "Thêm khoản thu",
        "charge_change": "Sửa khoản thu",
        "charge_waive": "Miễn khoản thu",
        "charge_ask": "Bỏ miễn khoản thu",
        "receipt": "Thu phí, lệ phí",
        "receipt_cancel": "Hủy biên lai",
        "post": "Gửi kết quả qua bưu chính",
        "post_back": "Bưu gửi bị chuyển hoàn",
        "sent": "Người nộp gửi bổ sung qua mạng",
        "sent_wanting": "Bổ sung qua mạng còn thiếu",
        "notice": "Nhận thêm thông báo nghĩa vụ tài chính",
        "notice_given": "Trao thông báo nghĩa vụ tài chính",
        "notice_paid": "Đã nộp theo thông báo nghĩa vụ tài chính",
        "notice_cancel": "Hủy thông báo nghĩa vụ tài chính",
        "loss": "Ghi giấy tờ mất, hỏng",
        "loss_closed": "Khắc phục xong giấy tờ mất, hỏng",
    }
)
