"""The board: all advances of an organisation, by how far they are."""

from api.boards.board import HANDLERS

__all__ = ["HANDLERS"]
