"""Study packs: notes as Markdown, Obsidian, Word, Anki, CSV and a page to print."""

from rag.cite.export.formats import FORMATS, Format, export, format_named
from rag.cite.export.study_pack import StudyPack, study_pack

__all__ = ["FORMATS", "Format", "StudyPack", "export", "format_named", "study_pack"]
