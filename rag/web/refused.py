"""The one shape of every refusal over HTTP."""

from __future__ import annotations

from starlette.responses import JSONResponse

TOO_LARGE = "too large, or cut off; send less"


def refused(line: str, status: int) -> JSONResponse:
    """`{"error": line}` with a status."""
    return JSONResponse({"error": " ".join(line.split())}, status_code=status)
