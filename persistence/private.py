"""What `hub.kernel.is_private` says, for statements: which sections only organisers see."""

_PRIVATE = r"({0} = 'money' OR starts_with({0}, 'private_'))"


def private_section(section: str) -> str:
    """Whether a section, an expression of the statement, is private; null where it is null."""
    return _PRIVATE.format(section)
