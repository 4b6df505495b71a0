"""Templates: forms and answers that are kept for the next advance, and what the last one at a venue said."""
