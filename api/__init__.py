"""The door: settings, HTTP, WebSocket transport and the composition root."""
