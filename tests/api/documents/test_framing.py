from api.documents.framing import HEAD, JOB, framed


def test_a_message_says_what_it_is_and_how_long() -> None:
    message = framed(JOB, b"abc")
    assert HEAD.unpack(message[: HEAD.size]) == (JOB, 3)
    assert message[HEAD.size :] == b"abc"
