"""Addresses of stores, as people may see them."""

from urllib.parse import urlsplit


def shown(url: str) -> str:
    """The URL without its password."""
    parts = urlsplit(url)
    user, _, host = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}@{host}" if user else host).geturl()
