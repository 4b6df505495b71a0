"""One secret, many keys."""

import hashlib
import hmac

from api.derived import derived


def test_a_purpose_always_has_the_same_key() -> None:
    assert derived("s" * 32, "totp") == hmac.new(b"s" * 32, b"showhub/totp", hashlib.sha256).digest()


def test_purposes_and_hubs_have_keys_of_their_own() -> None:
    assert len({derived("s" * 32, "totp"), derived("s" * 32, "key/a"), derived("t" * 32, "totp")}) == 3
