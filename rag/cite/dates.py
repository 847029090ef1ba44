"""Dates as a manifest writes them: a year, a month or a day; anything else stays as it is."""

from __future__ import annotations

import datetime
import re

_DATE = re.compile(r"(\d{4})(?:-(\d{2})(?:-(\d{2}))?)?", re.ASCII)
_MONTHS = (
    "January February March April May June July August September October November December"
).split()


def date_parts(written: str) -> tuple[int, ...]:
    """Year, month and day, as far as they are given; nothing if it is no date.

    >>> [date_parts(written) for written in ("2020", "2020-05-01", "2020-13-01", "康熙四十四年")]
    [(2020,), (2020, 5, 1), (), ()]
    """
    match = _DATE.fullmatch(written)
    if match is None:
        return ()
    parts = tuple(int(part) for part in match.groups() if part is not None)
    try:
        datetime.date(*(*parts, 1, 1)[:3])
    except ValueError:
        return ()
    return parts


def year_of(written: str) -> str:
    """The year of a date; what is no date, as it is written."""
    return written[:4] if date_parts(written) else written


def month_and_day(written: str) -> str:
    """`May 1` of 2020-05-01, `May` of 2020-05, and nothing of a year alone."""
    _, *rest = date_parts(written) or (0,)
    if not rest:
        return ""
    month = _MONTHS[rest[0] - 1]
    return month if len(rest) == 1 else f"{month} {rest[1]}"


def american_date(written: str) -> str:
    """`May 1, 2020` of 2020-05-01, `May 2020` of 2020-05; what is no date, as it is written."""
    day = month_and_day(written)
    comma = ", " if len(date_parts(written)) == 3 else " "
    return f"{day}{comma}{year_of(written)}" if day else year_of(written)
