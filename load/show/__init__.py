"""`make show`: a whole night with its people, and what goes wrong in it."""
