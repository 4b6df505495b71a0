"""The pages: HTML files and their assets, as Vite built them into `HUB_WEB_DIR`."""

import re
from pathlib import Path
from typing import Any

from litestar import MediaType, Request, Response, get
from litestar.datastructures import CacheControlHeader, State
from litestar.handlers import HTTPRouteHandler
from litestar.response import Redirect
from litestar.static_files import create_static_files_router  # pyright: ignore[reportUnknownVariableType]

from api.csp import PAGE as CONTENT_SECURITY_POLICY
from hub.errors import Rejected

_HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}
_YEAR_S = 31_536_000
_ASSET = re.compile(r"/assets/[A-Za-z0-9_.-]{1,128}")


#: Pages of one room each, `/crew/demo`.
ROOMS = ("crew", "door", "floor", "desk", "watch")
#: Every other address, and the page there. What a page needs to know of a secret stands behind the address's `#`.
PAGES = {
    "/sign-in": "account",
    "/sign-up": "account",
    "/verify": "account",
    "/reset": "account",
    "/join": "account",
    "/account": "account",
    "/open": "open",
    "/shows": "shows",
    "/board": "board",
    "/shows/{org:str}/{show:str}": "show",
    "/organisation/{org:str}": "organisation",
}


def _page(path: str, name: str) -> HTTPRouteHandler:
    @get(path, include_in_schema=False, sync_to_thread=False)
    def page(state: State) -> Response[bytes]:
        file: Path = state.worker.settings.web_dir / f"{name}.html"
        if not file.is_file():
            raise Rejected("http.not_built")
        return Response(file.read_bytes(), media_type=MediaType.HTML, headers=_HEADERS)

    return page


@get("/", include_in_schema=False, sync_to_thread=False)
def home() -> Redirect:
    """The shows are where everybody begins who has an account."""
    return Redirect("/shows")


def pages(web_dir: Path) -> list[Any]:
    """The routes of the pages; assets carry a hash in their names and never change."""
    rooms = {f"/{name}/{{room:str}}": name for name in ROOMS}
    routes: list[Any] = [home, *(_page(path, name) for path, name in {**rooms, **PAGES}.items())]
    assets = web_dir / "assets"
    if assets.is_dir():
        forever = CacheControlHeader(max_age=_YEAR_S, public=True, immutable=True)
        routes.append(
            create_static_files_router("/assets", [assets], cache_control=forever, before_request=_refuse_odd_names)
        )
    return routes


def _refuse_odd_names(request: Request[Any, Any, Any]) -> None:
    """No file of ours has such a name, and the file system would not answer politely.

    Raises:
        Rejected: `http.not_found`.
    """
    if not _ASSET.fullmatch(request.url.path):
        raise Rejected("http.not_found")
