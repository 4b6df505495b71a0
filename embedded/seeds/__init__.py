"""One invented night, so that every page has something true to show."""
