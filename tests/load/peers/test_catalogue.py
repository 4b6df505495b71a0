from load.peers.catalogue import PEERS


def test_every_peer_has_a_name_of_its_own_words_for_the_page_and_documents() -> None:
    assert len({peer.name for peer in PEERS}) == len(PEERS)
    for peer in PEERS:
        assert peer.about.endswith(".")
        assert peer.recovery.endswith(".")
        assert peer.durable
        assert peer.pages or peer.name in {"hub", "hub-at-once", "limit"}


def test_the_hub_comes_first_and_the_limit_of_the_machine_last() -> None:
    names = [peer.name for peer in PEERS]
    assert (names[0], names[-1]) == ("hub", "limit")
