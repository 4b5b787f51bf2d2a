"""What signs a PDF and what looks at signatures: a process of its own.

Run by ``base.signing``, never imported by it: files come from anybody, and reading one
may take for ever. On standard input stand, each after its length, what is asked (JSON)
and the files; the answer goes to standard output.

``prepare``: the PDF; it comes out with an empty field to sign in. ``open``: a key file
(PKCS#12); JSON with its holder comes out. ``sign``: the PDF, a key file and perhaps a
PDF to show in the field; the signed PDF comes out. ``verify``: the PDF and certificates
to trust; JSON comes out. Where something was wrong it is JSON with that in a word.
``serve``: a key file and certificates to trust; then, for as long as standard input
lasts, a PDF and what is printed over its first page (or nothing), signed one by one.
"""

import io
import json
import logging
import struct
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any, cast

try:
    import resource
except ImportError:  # on Windows: there the time limit of the caller remains
    resource = None  # type: ignore[assignment]  # the check below is all that follows

SECONDS, MEGABYTES = 25, 2048
MOST = 50  # signatures of one file that are looked at


def main() -> bytes:
    limit()
    logging.disable(logging.CRITICAL)  # what is wrong is in the answer
    if sys.argv[1:] == ["serve"]:
        return serve()
    asked, *files = parts_of(sys.stdin.buffer.read())
    told = json.loads(asked)
    match told["do"]:
        case "prepare":
            return prepare(told, *files)
        case "open":
            return holder(told, *files)
        case "sign":
            return sign(told, *files)
    return json.dumps(verify(*files)).encode()


def limit(until: int = SECONDS) -> None:
    """Take no more memory than this, and no more time than up to a moment of ours."""
    if resource is None:
        return
    resource.setrlimit(resource.RLIMIT_CPU, (until, resource.RLIM_INFINITY))
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES << 20, MEGABYTES << 20))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def serve() -> bytes:
    """Sign one after the other with a key that is opened once.

    First stands what is asked (JSON), the key and the certificates to trust, then for
    each file the PDF and what is printed into it; each message after its length. An
    answer likewise: the signed PDF and what ``verify`` says, or two empty files.
    """
    asked, key, *roots = parts_of(message())
    told = json.loads(asked)
    signer = opened(told["password"], key)
    answer(refused(signer))  # nothing, where the key is good
    while sent := message():
        limit(round(time.process_time()) + SECONDS)
        pdf, over = parts_of(sent)
        answer(framed(signed(signer, told, laid_over(pdf, over), roots)))
    return b""


def message() -> bytes:
    """The next message of standard input; nothing where there is none."""
    head = sys.stdin.buffer.read(8)
    return sys.stdin.buffer.read(*struct.unpack(">Q", head)) if head else b""


def answer(made: bytes) -> None:
    sys.stdout.buffer.write(struct.pack(">Q", len(made)) + made)
    sys.stdout.buffer.flush()


def framed(parts: list[bytes]) -> bytes:
    return b"".join(struct.pack(">Q", len(part)) + part for part in parts)


def parts_of(data: bytes) -> list[bytes]:
    parts, at = [], 0
    while at < len(data):
        (length,) = struct.unpack_from(">Q", data, at)
        parts.append(data[at + 8 : at + 8 + length])
        at += 8 + length
    return parts


def prepare(told: dict[str, Any], pdf: bytes) -> bytes:
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 – in the limits
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign import fields  # noqa: PLC0415 – only within the limits

    page, *box = told["place"]
    field = fields.SigFieldSpec(
        told["field"], on_page=page, box=tuple(box), empty_field_appearance=True
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    fields.append_signature_field(writer, field)
    writer.write(out)  # type: ignore[no-untyped-call]  # the library leaves it untyped
    return out.getvalue()


def opened(password: str, key: bytes) -> Any:
    """Return who signs with a key, or None if it does not open."""
    from pyhanko.sign import signers  # noqa: PLC0415 – only within the limits

    try:
        signer = signers.SimpleSigner.load_pkcs12_data(
            key, other_certs=[], passphrase=password.encode()
        )
    except ValueError:
        return None
    return signer if signer.signing_cert else None


def holder(told: dict[str, str], key: bytes) -> bytes:
    from asn1crypto import x509  # noqa: PLC0415 – only within the limits
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415 – as above
        Encoding,
        pkcs12,
    )

    try:
        found = pkcs12.load_pkcs12(key, told["password"].encode()).cert
    except ValueError:
        return wrong("key")
    if found is None:
        return wrong("key")
    written = found.certificate.public_bytes(Encoding.DER)
    return json.dumps(
        {"holder": name_of(x509.Certificate.load(written).subject)}
    ).encode()


def sign(told: dict[str, Any], pdf: bytes, key: bytes, stamp: bytes = b"") -> bytes:
    signer = opened(told["password"], key)
    return refused(signer) or put(signer, told, pdf, stamp)


def signed(signer: Any, told: dict[str, Any], pdf: bytes, roots: Any) -> list[bytes]:
    try:
        made = put(signer, told | {"field": free(told["field"], pdf)}, pdf)
        return [made, json.dumps(verify(made, *roots)).encode()]
    except Exception:  # noqa: BLE001 – a file of anybody's may fail anyhow
        return [b"", b""]


def laid_over(pdf: bytes, over: bytes) -> bytes:
    """Add the first page of a PDF over that of another, behind what is there.

    Nothing comes out where it cannot be done.
    """
    from pyhanko.pdf_utils import generic  # noqa: PLC0415 – only within the limits
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 – as above
        IncrementalPdfFileWriter,
    )
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 – as above

    if not over:
        return pdf
    out, pdfs = io.BytesIO(), cast("Any", generic)  # the library leaves much untyped
    name = pdfs.pdf_name("/LienMachHead")
    try:
        writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
        page = writer.import_page_as_xobject(PdfFileReader(io.BytesIO(over)))
        known = pdfs.DictionaryObject(
            {pdfs.pdf_name("/XObject"): pdfs.DictionaryObject({name: page})}
        )
        before, after = (
            writer.add_object(pdfs.StreamObject(stream_data=said))
            for said in (b"q", b"Q q /LienMachHead Do Q")
        )
        writer.add_stream_to_page(0, before, prepend=True)
        writer.add_stream_to_page(0, after, known)
        writer.write(out)
    except Exception:  # noqa: BLE001 – a file of anybody's may fail anyhow
        return b""
    return out.getvalue()


def free(field: str, pdf: bytes) -> str:
    """A name for a signature that those there already have not taken."""
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 – in the limits

    there = len(PdfFileReader(io.BytesIO(pdf), strict=False).embedded_signatures)
    return f"{field}{there + 1}" if there else field


def refused(signer: Any) -> bytes:
    """Say why a key may not sign now; nothing if it may."""
    if signer is None:
        return wrong("key")
    certificate = signer.signing_cert
    until, since = certificate.not_valid_after, certificate.not_valid_before
    if not since <= datetime.now(UTC) <= until:  # noqa: TID251 – signing is now
        return wrong("expired", until=until.isoformat())
    usage = certificate.key_usage_value
    if usage and not {"digital_signature", "non_repudiation"} & usage.native:
        return wrong("usage")
    return b""


def put(signer: Any, told: dict[str, Any], pdf: bytes, stamp: bytes = b"") -> bytes:
    """Add a signature behind what is there."""
    from pyhanko.pdf_utils.incremental_writer import (  # noqa: PLC0415 – in the limits
        IncrementalPdfFileWriter,
    )
    from pyhanko.sign import fields, signers  # noqa: PLC0415 – only within the limits

    said = signers.PdfSignatureMetadata(
        field_name=told["field"],
        reason=told["reason"],
        location=told["place"],
        subfilter=fields.SigSeedSubFilter.PADES,
        md_algorithm="sha256",
    )
    out = io.BytesIO()
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    with shown(stamp) as style:
        signers.PdfSigner(said, signer=signer, stamp_style=style).sign_pdf(
            writer, output=out
        )
    return out.getvalue()


@contextmanager
def shown(stamp: bytes) -> Iterator[Any]:
    """Give the style that shows a page in the field: it is read from a file, late."""
    from pyhanko.pdf_utils import layout  # noqa: PLC0415 – only within the limits
    from pyhanko.stamp import StaticStampStyle  # noqa: PLC0415 – as above

    if not stamp:
        yield None
        return
    middle = layout.AxisAlignment.ALIGN_MID
    whole = layout.SimpleBoxLayoutRule(middle, middle, margins=layout.Margins())
    with tempfile.NamedTemporaryFile(suffix=".pdf") as file:
        file.write(stamp)
        file.flush()
        yield StaticStampStyle.from_pdf_file(
            file.name, border_width=0, background_layout=whole, background_opacity=1
        )


def wrong(word: str, **more: str) -> bytes:
    return json.dumps({"wrong": word} | more).encode()


def verify(pdf: bytes, *roots: bytes) -> list[dict[str, Any]]:
    from asn1crypto import pem, x509  # noqa: PLC0415 – only within the limits
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 – as above

    trusted = [
        x509.Certificate.load(pem.unarmor(root)[2] if pem.detect(root) else root)
        for root in roots
    ]
    reader = PdfFileReader(io.BytesIO(pdf), strict=False)
    return [look(one, trusted) for one in reader.embedded_signatures[:MOST]]


def look(signature: Any, trusted: list[Any]) -> dict[str, Any]:
    """Say of one signature what it is worth.

    Whether the certificate was good is asked of the moment that the signer's computer
    wrote: there is no other without a time stamp.
    """
    from pyhanko.sign.diff_analysis import ModificationLevel  # noqa: PLC0415 – limits
    from pyhanko.sign.validation import (  # noqa: PLC0415 – only within the limits
        validate_pdf_signature,
    )
    from pyhanko.sign.validation.status import (  # noqa: PLC0415 – as above
        SignatureCoverageLevel,
    )
    from pyhanko_certvalidator import ValidationContext  # noqa: PLC0415 – as above

    at = signature.self_reported_timestamp
    context = ValidationContext(trust_roots=trusted, allow_fetching=False, moment=at)
    try:
        found = validate_pdf_signature(signature, context)
    except Exception:  # noqa: BLE001 – a file of anybody's may fail anyhow
        return {"intact": False}
    certificate = found.signing_cert
    covers = found.coverage is SignatureCoverageLevel.ENTIRE_FILE
    level = found.modification_level
    return {
        "signer": name_of(certificate.subject),
        "issuer": name_of(certificate.issuer),
        "serial": f"{certificate.serial_number:x}",
        "at": at.isoformat() if at else "",
        "intact": bool(found.intact and found.valid),
        "whole": covers
        or (level is not None and level <= ModificationLevel.FORM_FILLING),
        "trusted": bool(found.trusted),
    }


def name_of(name: Any) -> str:
    native = name.native
    said = native.get("common_name") or name.human_friendly
    return ", ".join(said) if isinstance(said, list) else str(said)


if __name__ == "__main__":
    sys.stdout.buffer.write(main())
