"""What a printed document says: a form as plain texts in order, before anybody thinks of a page."""
