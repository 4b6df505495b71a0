"""Putting something else in the place of what is there."""


def put(owner: object, name: str, value: object) -> None:
    """Replace an attribute that there is: a twin that switches nothing off proves nothing."""
    assert hasattr(owner, name), f"{owner} has no {name} any more: the twin switches nothing off"
    setattr(owner, name, value)
