"""What fills a Word template: a process of its own, for templates come from anybody.

Run by ``papers.word``, never imported by it. On standard input stand, each after its
length, the values (JSON) and the template; the document comes out, or JSON with what
was wrong. A template may only read the values: names with an underscore and calls are
refused by the sandbox, and long loops end with the time.
"""

import io
import json
import struct
import sys
from typing import Any

try:
    import resource
except ImportError:  # on Windows: there the time limit of the caller remains
    resource = None  # type: ignore[assignment]  # the check below is all that follows

SECONDS, MEGABYTES = 15, 1024
MOST_OUT = 30 << 20


def main() -> bytes:
    values, template = parts_of(sys.stdin.buffer.read())
    if resource is not None:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS + 1))
        resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return fill(json.loads(values), template)


def parts_of(data: bytes) -> tuple[bytes, bytes]:
    (length,) = struct.unpack_from(">Q", data)
    return data[8 : 8 + length], data[16 + length :]


def fill(values: dict[str, Any], template: bytes) -> bytes:
    from docxtpl import DocxTemplate  # noqa: PLC0415 – only within the limits
    from jinja2 import StrictUndefined, TemplateError  # noqa: PLC0415 – as above
    from jinja2.exceptions import SecurityError  # noqa: PLC0415 – as above
    from jinja2.sandbox import ImmutableSandboxedEnvironment  # noqa: PLC0415 – as above

    class Reading(ImmutableSandboxedEnvironment):
        """Values are read and written down; nothing is called but what is given."""

        def is_safe_callable(self, obj: Any) -> bool:
            return False

    environment = Reading(undefined=StrictUndefined, autoescape=True)
    environment.globals.clear()
    try:
        document = DocxTemplate(io.BytesIO(template))
        document.render(values, environment)
    except SecurityError as error:
        return wrong("forbidden", error)
    except TemplateError as error:
        return wrong("template", error)
    except MemoryError as error:
        return wrong("long", error)
    except Exception as error:  # noqa: BLE001 – what is no Word file fails anyhow
        return wrong("broken", error)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue() if out.tell() <= MOST_OUT else wrong("long", ValueError())


def wrong(word: str, error: Exception) -> bytes:
    """Tell what was wrong, with the words of the template around it."""
    line = getattr(error, "lineno", 0) or 0
    around: list[str] = list(getattr(error, "docx_context", []))
    near = plain(around[len(around) // 2]) if around else ""
    told = {"wrong": word, "said": str(error)[:200], "line": line, "near": near}
    return json.dumps(told).encode()


def plain(xml: str) -> str:
    """What a reader sees of a piece of a Word file."""
    out, inside = [], False
    for letter in xml:
        if letter in "<>":
            inside = letter == "<"
        elif not inside:
            out.append(letter)
    return "".join(out).strip()[:80]


if __name__ == "__main__":
    sys.stdout.buffer.write(main())
