"""Finding and reading profiles: shipped ones by name, a site's own by path (M-81 when wrong)."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from pydantic import ValidationError

from posapp.files.faults import shown, wrong_profile
from posapp.files.profile import Profile
from posapp.paths import resource

_NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")
_MAX_BYTES: Final = 1_000_000
_LONGEST_REASON: Final = 300
_KNOWN_FAULTS: Final = {
    "extra_forbidden": "is not known here",
    "missing": "is missing",
}


def shipped_profiles() -> tuple[str, ...]:
    """Names of the profiles that come with the program, sorted."""
    return tuple(sorted(path.stem for path in resource("profiles").glob("*.toml")))


def read_profile(name_or_path: str | Path) -> Profile:
    """The profile of that name, or in that file.

    Raises:
        Refused: ``M-81`` with the profile, the key and the reason, when there is none, it is not
            TOML, or a key, a value or a field in it is wrong.
    """
    path = _located(str(name_or_path))
    name = path.stem
    try:
        with path.open("rb") as stream:
            content = stream.read(_MAX_BYTES + 1)
        if len(content) > _MAX_BYTES:
            raise wrong_profile(name, "", "is larger than 1 MB")
        values = tomllib.loads(content.decode("utf-8-sig"))
        return Profile.model_validate(values)
    except OSError as error:
        raise wrong_profile(name, "", f"cannot be read: {error.strerror or error}") from None
    except UnicodeDecodeError:
        raise wrong_profile(name, "", "is not UTF-8 text") from None
    except tomllib.TOMLDecodeError as error:
        raise wrong_profile(name, "", f"is not TOML: {shown(error)}") from None
    except RecursionError:
        raise wrong_profile(name, "", "is nested too deeply") from None
    except ValidationError as error:
        raise wrong_profile(name, *_told(error.errors()[0])) from None


def _located(wanted: str) -> Path:
    known = shipped_profiles()
    if _NAME.fullmatch(wanted) and wanted in known:
        return resource("profiles", f"{wanted}.toml")
    path = Path(wanted)
    try:
        if path.is_file():
            return path
    except (OSError, ValueError):
        pass
    told = f"there is no such profile or file; shipped are {', '.join(known)}"
    raise wrong_profile(wanted, "", told)


def _told(fault: Any) -> tuple[str, str]:
    """Key and reason of the first thing that is wrong."""
    key = ".".join(str(step) for step in fault["loc"])
    reason = _KNOWN_FAULTS.get(fault["type"], "")
    if not reason:
        told = " ".join(str(fault["msg"]).removeprefix("Value error, ").split())[:_LONGEST_REASON]
        reason = told[0].lower() + told[1:]
    return key, reason
