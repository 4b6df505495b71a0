"""Every route of files."""

from api.files import attached, content, uploads

HANDLERS = (*uploads.HANDLERS, *attached.HANDLERS, *content.HANDLERS)
