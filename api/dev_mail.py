"""`/dev/mail`: the mails that nobody sends, for a demo on one machine. Only with `HUB_DEV_MAIL=1`."""

import re
from datetime import UTC, datetime
from html import escape

from litestar import MediaType, Response, get
from litestar.datastructures import State

from api import csp
from api.worker import Worker
from hub.errors import Rejected
from persistence import mailbox

_LINK = re.compile(r"https?://[^\s<>\"']+")
_STYLE = """
:root { color-scheme: dark light; --accent: light-dark(#5a3fe0, #a796ff); --soft: light-dark(#fff, #15171f); }
body { max-width: 44rem; margin: 0 auto; padding: 1.25rem 1rem 4rem; font: 1rem/1.5 system-ui, sans-serif;
  background: light-dark(#f3f3f8, #0c0d12); color: light-dark(#14161f, #f3f4f8); overflow-wrap: anywhere; }
h1 { font-size: 1.6rem; margin: 0; } h2 { font-size: 1.125rem; margin: 0; }
article { margin: 1rem 0; padding: 1rem; border-radius: 1rem; background: var(--soft); }
article p { margin: 0; font-size: .875rem; opacity: .8; }
pre { margin: 1rem 0 0; font: inherit; white-space: pre-wrap; }
a { color: var(--accent); } pre a { display: inline-block; padding: .6rem 0; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
"""
_HEADERS = {
    "Content-Security-Policy": csp.of_style(_STYLE),
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><title>Mail of this demo</title><link rel="icon" href="data:,">
<style>{style}</style></head>
<body><h1>Mail of this demo</h1><p>No mail server is set: what would be sent is shown here, newest first.</p>
{mails}</body></html>
"""
_MAIL = "<article><h2>{subject}</h2><p>To {address}, {at}</p><pre>{text}</pre></article>\n"
_NONE = "<p>There is none yet.</p>"


@get("/dev/mail", include_in_schema=False)
async def dev_mail(state: State) -> Response[str]:
    """The newest mails."""
    worker: Worker = state.worker
    if not worker.settings.dev_mail:
        raise Rejected("http.not_found")
    async with worker.database.connection() as connection:
        mails = await mailbox.recent(connection, 50)
    page = _PAGE.format(style=_STYLE, mails="".join(map(_shown, mails)) or _NONE)
    return Response(page, media_type=MediaType.HTML, headers=_HEADERS)


def _shown(mail: mailbox.Kept) -> str:
    at = datetime.fromtimestamp(mail.at_ms / 1000, UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
    return _MAIL.format(subject=escape(mail.subject), address=escape(mail.address), at=at, text=_with_links(mail.text))


def _with_links(text: str) -> str:
    """The text as HTML, in which what looks like an address leads there."""
    shown, at = "", 0
    for found in _LINK.finditer(text):
        link = escape(found[0])
        shown += f'{escape(text[at : found.start()])}<a href="{link}">{link}</a>'
        at = found.end()
    return shown + escape(text[at:])
