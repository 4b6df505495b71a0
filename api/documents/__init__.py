"""Documents as PDF: the advance, the day sheet and the guest list, written by processes of their own."""
