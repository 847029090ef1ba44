"""The pieces of the page that app.py lays out: views, wording, style, and the HTTP routes."""
