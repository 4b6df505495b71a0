"""The page for a person at an address where nothing is. It needs no script, and no file beside it."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, NamedTuple

from litestar import MediaType, Request, Response
from litestar.exceptions import LitestarException

from api import csp
from api.mail_texts import FIRST, read_by

#: What is asked for there by programs only.
OF_PROGRAMS = ("/api/", "/assets/", "/ws", "/health/", "/metrics")
#: In this order where somebody likes them alike.
_OFFERED = ["application/problem+json", "application/json", "text/html"]
_STYLE = """
:root { color-scheme: dark; --ground: #0c0d12; --text: #f3f4f8; --muted: #a7adbf; --accent: #a796ff; --on: #14102b }
@media (prefers-color-scheme: light) { :root { color-scheme: light; --ground: #f3f3f8; --text: #14161f;
  --muted: #555c70; --accent: #5a3fe0; --on: #fff } }
body { display: grid; place-content: center; justify-items: center; gap: 12px; min-height: 100dvh; margin: 0;
  padding: 24px; box-sizing: border-box; background: var(--ground); color: var(--text); text-align: center;
  font: 1rem/1.45 system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif }
main { display: grid; justify-items: center; gap: 12px }
svg { width: 44px; height: 44px } h1 { margin: 8px 0 0; font-size: 1.375rem; line-height: 1.2 }
p { max-width: 26rem; margin: 0; color: var(--muted) }
a { display: inline-flex; align-items: center; min-height: 44px; margin-top: 8px; padding: 0 24px; border-radius: 999px;
  background: var(--accent); color: var(--on); font-weight: 600; text-decoration: none }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 3px }
"""
_HEADERS = {
    "Content-Security-Policy": csp.of_style(_STYLE),
    "Cache-Control": "no-store",
    "Vary": "Accept, Accept-Language",
}
_PAGE = """<!doctype html>
<html lang="{language}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="dark light"><title>{title} · Showhub</title><link rel="icon" href="data:,">
<style>{style}</style></head>
<body><svg viewBox="0 0 32 32" aria-hidden="true"><rect width="32" height="32" rx="9" fill="#14102b"/>
<path d="M7 22V14M12.5 25V7M19.500 22V12M25 19v-4" stroke="#a796ff" stroke-width="3.2" stroke-linecap="round"/></svg>
<main><h1>{title}</h1><p>{say}</p><a href="/shows">{back}</a></main></body></html>
"""


class Words(NamedTuple):
    """What the page says."""

    title: str
    say: str
    back: str


TEXTS: Mapping[str, Words] = MappingProxyType(
    {
        "en": Words(
            "There is nothing here",
            "Check the address, or open the link or the code that you were given once more.",
            "To the shows",
        ),
        "de": Words(
            "Hier ist nichts",
            "Prüfe die Adresse, oder öffne noch einmal den Link oder den Code, den du bekommen hast.",
            "Zu den Shows",
        ),
    }
)


def by_a_person(request: Request[Any, Any, Any]) -> bool:
    """Whether a browser asks for a page, and not a program for an answer."""
    path = request.url.path
    if request.method not in {"GET", "HEAD"} or path.startswith(OF_PROGRAMS):
        return False
    try:
        return request.accept.best_match(_OFFERED, default="") == MediaType.HTML
    except (LitestarException, ValueError, OverflowError):
        return False


def page(request: Request[Any, Any, Any]) -> Response[Any]:
    """The page, in the language that the browser likes best."""
    language = read_by(request.headers.get("Accept-Language", "")) or FIRST
    told = _PAGE.format(language=language, style=_STYLE, **TEXTS[language]._asdict())
    return Response(told, status_code=404, media_type=MediaType.HTML, headers=_HEADERS)
