"""What a run found: one JSON document, and one page that draws it and needs nothing else."""
