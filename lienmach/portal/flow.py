"""What the states and steps of a dossier are called where everybody reads them.

The officer's words for a step are not the citizen's; a test walks both tables, so that
no new state or step is left without a sentence.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from lienmach.onestop.flow import State


@dataclass(frozen=True, slots=True)
class Words:
    """``verdict`` says where it stands, ``text`` what follows from it.

    ``now`` is the point of the thread at which it is; empty where it has ended.
    """

    verdict: str
    text: str = ""
    now: str = ""


STATES: Mapping[str, Words] = MappingProxyType(
    {
        State.RECEIVED: Words(
            "Hồ sơ đã được tiếp nhận.",
            "Hồ sơ đang được chuyển đến nơi giải quyết.",
            "Chờ nơi giải quyết nhận hồ sơ",
        ),
        State.IN_PROGRESS: Words("Hồ sơ đang được xử lý.", now="Đang xử lý"),
        State.ASKED: Words(
            "Hồ sơ đang chờ ông/bà bổ sung.",
            "Thời gian chờ không tính vào hạn. Bổ sung đủ một lần, hồ sơ sẽ được xử lý "
            "tiếp ngay và có hẹn mới.",
            "Chờ ông/bà bổ sung",
        ),
        State.OWING: Words(
            "Hồ sơ đang chờ ông/bà thực hiện nghĩa vụ tài chính.",
            "Thời gian chờ không tính vào hạn.",
            "Chờ ông/bà thực hiện nghĩa vụ tài chính",
        ),
        State.WAITING: Words(
            "Hồ sơ đang chờ trả lời của cơ quan khác.",
            "Ông/bà không phải làm gì. Thời gian chờ không tính vào hạn.",
            "Chờ cơ quan khác trả lời",
        ),
        State.SIGNING: Words("Kết quả đang chờ lãnh đạo ký.", now="Chờ lãnh đạo ký"),
        State.READY: Words("Đã có kết quả.", now="Chờ ông/bà nhận kết quả"),
        State.RETURNED: Words("Đã trả kết quả."),
        State.REFUSED: Words("Hồ sơ không được giải quyết."),
        State.WITHDRAWN: Words(
            "Hồ sơ đã rút theo yêu cầu của người nộp.",
            "Hồ sơ này không được xử lý nữa.",
        ),
        State.STOPPED: Words("Hồ sơ đã dừng giải quyết."),
        State.CANCELLED: Words(
            "Mã hồ sơ này đã hủy.",
            "Mã được cấp nhầm khi nhập, không ai xử lý theo mã này. Nếu ông/bà đã nộp "
            "giấy tờ, hãy xem giấy hẹn mới nhất hoặc hỏi nơi tiếp nhận.",
        ),
    }
)
# Steps as the thread tells them; {unit} is who holds the dossier after the step.
STEPS: Mapping[str, str] = MappingProxyType(
    {
        "open": "Đã nhận ở {unit}",
        "accept": "{unit} nhận xử lý",
        "chain": "Bắt đầu giải quyết lần lượt từng phần",
        "chain_done": "Các phần đã có kết quả",
        "forward": "Xong một bước, chuyển bước tiếp",
        "submit": "Trình lãnh đạo ký",
        "sign": "Lãnh đạo đã ký kết quả",
        "send_back": "Lãnh đạo yêu cầu xem lại",
        "record_result": "Đã có kết quả",
        "return": "Đã trả kết quả",
        "return_at_once": "Đã trả kết quả ngay khi nộp",
        "ask": "Yêu cầu bổ sung giấy tờ",
        "sent": "Ông/bà gửi bổ sung qua mạng",
        "sent_wanting": "Bổ sung chưa đủ, cần gửi tiếp",
        "supplement": "Đã nhận đủ giấy tờ bổ sung",
        "supplement_sent": "Đã nhận đủ giấy tờ bổ sung",
        "owe": "Yêu cầu thực hiện nghĩa vụ tài chính",
        "notice": "Có thêm thông báo nghĩa vụ tài chính",
        "notice_given": "Trao thông báo nghĩa vụ tài chính cho ông/bà",
        "notice_paid": "Đã nộp tiền theo một thông báo",
        "notice_cancel": "Hủy thông báo nghĩa vụ tài chính",
        "paid": "Đã thực hiện nghĩa vụ tài chính",
        "unowed": "Không còn phải thực hiện nghĩa vụ tài chính",
        "wait": "Chờ cơ quan khác trả lời",
        "answered": "Cơ quan khác đã trả lời",
        "refuse": "Từ chối tiếp nhận",
        "reject": "Từ chối giải quyết",
        "withdraw": "Người nộp rút hồ sơ",
        "stop": "Dừng giải quyết",
        "cancel": "Hủy, vì nhập nhầm",
        "apology_signed": "Xin lỗi và hẹn lại",
        "consult": "Lấy ý kiến cơ quan khác",
        "opinion": "Đã nhận ý kiến của cơ quan khác",
        "post": "Đã gửi kết quả qua bưu chính",
        "post_back": "Bưu gửi bị chuyển hoàn, kết quả lại ở quầy",
    }
)
MOVED = "Chuyển đến {unit}"
PROMISED_AGAIN: Mapping[str, str] = MappingProxyType(
    {
        "supplement": "Hẹn lại sau thời gian chờ",
        "reschedule": "Xin lỗi và hẹn lại",
        "calendar": "Lịch nghỉ thay đổi",
        "correction": "Sửa giấy hẹn",
    }
)
