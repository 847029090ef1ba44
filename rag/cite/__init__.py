"""Notes, citations, study packs, and the checking of quotations."""
