"""Password hashes: argon2id with the library's defaults (reliability B.3)."""

from unicodedata import normalize

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

_HASHER = PasswordHasher()
# Checked when the user is unknown, so that the answer takes as long as for a known one. No user's
# password; made beforehand with the same parameters, because hashing takes 0.1 s of each start.
_NOBODY = (
    "$argon2id$v=19$m=65536,t=3,p=4$"
    "eMGrp/n+cATsuUAntuanjA$Q14Lt/sRnmpjI5clm06SX14XxPM6Q+ewKotAXOS3/IM"
)


def hash_password(password: str) -> str:
    """Hash of a password with its own salt."""
    return _HASHER.hash(_octets(password))


def matches(password: str, stored: str) -> bool:
    """Whether a password fits a stored hash; an empty hash fits nothing, as slowly."""
    try:
        _HASHER.verify(stored or _NOBODY, _octets(password))
    except (VerificationError, InvalidHashError):
        return False
    return bool(stored)


def needs_rehash(stored: str) -> bool:
    """Whether the hash was made with weaker parameters than today's."""
    return _HASHER.check_needs_rehash(stored)


def _octets(password: str) -> bytes:
    # Half a surrogate pair is no text, and still only a wrong password.
    # Signs that look alike are the same password, whatever keyboard they come from (NIST 800-63B).
    return normalize("NFKC", password).encode("utf-8", "surrogatepass")
