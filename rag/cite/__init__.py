"""Citing: references, notes with their proof, study packs, and notes that are checked."""
