"""Every route of files is there and says who may use it."""

from api.files.routes import HANDLERS
from api.openapi import GRANT


def test_all_that_is_not_a_signed_link_needs_a_grant() -> None:
    open_to_links = {path for each in HANDLERS if each.security != [{GRANT: []}] for path in each.paths}
    assert open_to_links == {"/api/files/{file:str}/content", "/api/files/{file:str}/pages"}
    assert len(HANDLERS) == 10
