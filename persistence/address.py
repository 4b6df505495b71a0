"""A store that cannot be used, in words for people."""

import re

#: A password stands behind the user's name, or among the parameters.
_PASSWORD = re.compile(r"(?<=//)([^/@:]*):[^/@]*(?=@)|(?<=[?&])((?:ssl)?password)=[^&]*")


def shown(url: str) -> str:
    """The URL without its password."""
    return _PASSWORD.sub(lambda found: found[1] if found[1] is not None else f"{found[2]}=...", url)


def reason(error: BaseException) -> str:
    """What is wrong, in one line."""
    if isinstance(error, TimeoutError):
        return "it does not answer"
    return str(error).partition("\n")[0] or type(error).__name__
