"""Citing: references in the usual styles, study packs, and notes checked against the sources."""
