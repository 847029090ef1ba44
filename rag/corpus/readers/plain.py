"""Plain text, in whichever of the encodings of Chinese files it was saved."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from dataclasses import replace

from rag.corpus.readers.extracted import Extracted, ReadError
from rag.corpus.readers.hard_wrapped import unwrapped

_BOMS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
BYTE_ORDER_MARKS = tuple(mark for mark, _ in _BOMS)
_SAMPLE_BYTES = 200_000
_CONTROL = re.compile("[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_PLAUSIBLE = re.compile("[\u3400-\u9fff\u3000-\u303f\uff00-\uffef\u2010-\u2026 -~\\s]")
_FEWEST_PLAUSIBLE = 0.95
_FEWEST_COMMON = 0.5


def read_plain(data: bytes) -> Extracted:
    """The text as it is, decoded; ReadError if the bytes are not text.

    >>> read_plain("社區建設的基本原則".encode("big5")).encoding
    'big5hkscs'
    >>> read_plain("社区建设的基本原则".encode("gb18030")).encoding
    'gb18030'
    """
    encoding = detect_encoding(data)
    text = data.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")
    if _CONTROL.search(text):
        raise ReadError("it is not text: it has control characters; convert it to text first")
    return Extracted(text, encoding)


def read_text_file(data: bytes) -> Extracted:
    """The text of a file of plain text; lines that were broken at a fixed width are joined."""
    plain = read_plain(data)
    whole = unwrapped(plain.text)
    return replace(plain, text=whole.text, joined_line_ends=whole.line_ends)


def detect_encoding(data: bytes) -> str:
    """The name of the encoding of a text file; ReadError if none of ours fits.

    A byte order mark decides; then valid UTF-8; then UTF-16, GB18030 or Big5, whichever makes
    the most of its characters common Chinese ones.
    """
    for mark, encoding in _BOMS:
        if data.startswith(mark):
            return _checked(data, encoding)
    if _decodes(data, "utf-8"):
        return "utf-8"
    best = max(_scored(data), default=(0.0, ""))
    if best[0] < _FEWEST_COMMON:
        raise ReadError("its encoding is not UTF-8, UTF-16, GB18030 or Big5; save it as UTF-8")
    return best[1]


def _checked(data: bytes, encoding: str) -> str:
    if not _decodes(data, encoding):
        raise ReadError(f"it begins like {encoding} but is damaged; save it as UTF-8")
    return encoding


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _scored(data: bytes) -> Iterator[tuple[float, str]]:
    """Each encoding that can decode the whole, with the share of common characters it gives."""
    for encoding in ("utf-16-le", "utf-16-be", "gb18030", "big5hkscs"):
        if not _decodes(data, encoding):
            continue
        sample = data[:_SAMPLE_BYTES].decode(encoding, errors="ignore")
        if _plausible_share(sample) >= _FEWEST_PLAUSIBLE:
            yield _common_share(sample), encoding


def _plausible_share(text: str) -> float:
    return len(_PLAUSIBLE.findall(text)) / len(text) if text else 0.0


def _common_share(text: str) -> float:
    """The share of Han characters that both national standards count among the common ones."""
    han = re.findall("[\u3400-\u9fff]", text)
    return sum(map(_is_common, han)) / len(han) if han else 0.0


def _is_common(character: str) -> bool:
    """True for the first levels of GB 2312 (3,755 characters) and Big5 (5,401)."""
    simplified = character.encode("gb2312", errors="ignore")
    traditional = character.encode("big5", errors="ignore")
    return b"\xb0" <= simplified[:1] <= b"\xd7" or b"\xa4" <= traditional[:1] <= b"\xc6"
