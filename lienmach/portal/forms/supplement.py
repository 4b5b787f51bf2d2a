"""P06 as it is sent: of each thing asked for, files, an answer, or why not."""

from dataclasses import dataclass

from django.http import HttpRequest

from lienmach.base.pages import MOST_BYTES, NewFile, safe_name
from lienmach.onestop.actions.sendings import MOST_FILES, Given, Problems
from lienmach.onestop.queries.sendings import Asked

LONGEST = 1000


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form says; ``dropped`` is the file to take out, if one is."""

    stamp: str
    given: dict[int, Given]
    problems: Problems
    dropped: int | None
    is_sending: bool


def read(request: HttpRequest, asked: Asked) -> Sent:
    """Read what was sent of the things asked for; other fields are nobody's."""
    given: dict[int, Given] = {}
    problems: Problems = {}
    for one in asked.wanted:
        pk = one.item.pk
        text = request.POST.get(f"loi-{pk}", "").replace("\0", "").strip()
        is_lacking = bool(request.POST.get(f"khong-{pk}"))
        files, wrong = _files(request, f"tep-{pk}")
        if is_lacking and not text:
            wrong.append(f"«{one.item.name}»: ghi rõ vì sao không có.")
        if wrong:
            problems[pk] = wrong
        given[pk] = Given(text[:LONGEST], is_lacking, files)
    dropped = request.POST.get("bo", "")
    return Sent(
        request.POST.get("yeu_cau", ""),
        given,
        problems,
        int(dropped) if dropped.isdecimal() and len(dropped) < 19 else None,
        request.POST.get("lam") == "gui",
    )


def _files(request: HttpRequest, name: str) -> tuple[list[NewFile], list[str]]:
    """The files of one field; what is far too large is not read at all."""
    files, wrong = [], []
    sent = request.FILES.getlist(name)
    if len(sent) > MOST_FILES:
        return [], [f"Mỗi mục gửi nhiều nhất {MOST_FILES} tệp: hãy chọn lại."]
    for upload in sent:
        called = str(upload.name or "tep")
        if (upload.size or 0) > MOST_BYTES:
            most = MOST_BYTES // 1024 // 1024
            wrong.append(
                f"Tệp «{safe_name(called)}» nặng quá {most} MB: hãy chụp nhỏ hơn."
            )
        else:
            files.append(NewFile(called, upload.read()))
    return files, wrong
