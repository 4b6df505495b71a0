"""Keys that come out of the hub's one secret: each is good for one purpose, and tells nothing of the others."""

import hmac


def derived(secret: str, purpose: str) -> bytes:
    """32 bytes for a purpose, the same for every worker that has the secret (HMAC with SHA-256 as a PRF)."""
    return hmac.digest(secret.encode(), f"showhub/{purpose}".encode(), "sha256")
