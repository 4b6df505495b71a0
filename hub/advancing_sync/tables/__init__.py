"""Lists of the form as tables of text: what a spreadsheet opens, and what comes back from one. Pure."""
