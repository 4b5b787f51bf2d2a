"""Made-up certificates for the demo and for tests: they are worth nothing, and say so.

Made anew each time; no private key of theirs is ever kept with the code.
"""

from datetime import datetime, timedelta

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import pkcs12
from cryptography.x509.oid import NameOID

AUTHORITY = "CA thử nghiệm, không có giá trị pháp lý"
YEARS = 10
_NO_USAGE = dict.fromkeys(
    (
        *("digital_signature", "content_commitment", "key_encipherment"),
        *("data_encipherment", "key_agreement", "key_cert_sign", "crl_sign"),
        *("encipher_only", "decipher_only"),
    ),
    False,
)


class TrialAuthority:
    """An authority that lives as long as this object: its key is never written."""

    def __init__(self, at: datetime) -> None:
        self._at = at
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._certificate = self._issue(
            AUTHORITY, self._key.public_key(), days=YEARS * 365, is_authority=True
        )

    @property
    def root(self) -> bytes:
        """The certificate to trust, as PEM."""
        return self._certificate.public_bytes(serialization.Encoding.PEM)

    def key_file(self, name: str, password: str, *, days: int = YEARS * 365) -> bytes:
        """Return a PKCS#12 file for somebody; negative days have already ended."""
        key = ec.generate_private_key(ec.SECP256R1())
        certificate = self._issue(name, key.public_key(), days=days)
        return pkcs12.serialize_key_and_certificates(
            name.encode(),
            key,
            certificate,
            [self._certificate],
            serialization.BestAvailableEncryption(password.encode()),
        )

    def _issue(
        self,
        name: str,
        key: ec.EllipticCurvePublicKey,
        *,
        days: int,
        is_authority: bool = False,
    ) -> x509.Certificate:
        usage = ("key_cert_sign", "crl_sign")
        if not is_authority:
            usage = ("digital_signature", "content_commitment")
        until = self._at + timedelta(days=days)
        return (
            x509.CertificateBuilder()
            .subject_name(_named(name))
            .issuer_name(_named(AUTHORITY))
            .public_key(key)
            .serial_number(x509.random_serial_number())
            .not_valid_before(min(self._at, until) - timedelta(days=2))
            .not_valid_after(until)
            .add_extension(x509.BasicConstraints(is_authority, None), critical=True)
            .add_extension(
                x509.KeyUsage(**_NO_USAGE | dict.fromkeys(usage, True)), critical=True
            )
            .sign(self._key, hashes.SHA256())
        )


def _named(name: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
