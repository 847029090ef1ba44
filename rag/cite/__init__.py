"""Citations: passages as references in the styles that people must hand in."""
