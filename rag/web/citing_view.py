"""Citing a clause in a style, study packs, and the box that checks pasted notes, as empty forms."""

from __future__ import annotations

import json
from collections.abc import Sequence

from markupsafe import Markup

from rag.cite.export import FORMATS
from rag.cite.styles import STYLES
from rag.web.markup import join
from rag.web.wording import Wording

_DIALOG = Markup(
    '<dialog class="zj-reference" data-reference-dialog aria-labelledby="zj-reference-title">'
    '<h2 id="zj-reference-title">{title} <span data-reference-place></span></h2>'
    '<label class="zj-field"><span>{style}</span><select data-style>{styles}</select></label>'
    '<pre data-reference-text tabindex="0" aria-live="polite"></pre>'
    '<div class="zj-files"><button type="button" class="zj-button" data-reference-copy>{copy}'
    '</button><button type="button" class="zj-button" data-reference-close>{close}</button></div>'
    "</dialog>"
)

_PACK = Markup(
    '<label class="zj-field zj-pack"><span>{label}</span><select data-pack>{formats}</select>'
    '</label><button type="button" class="zj-button" data-export>{make}</button>'
)

_CHECK = Markup(
    '<details class="zj-check"><summary>{title}</summary>'
    '<label class="zj-field"><span>{label}</span><textarea rows="6" data-check-text maxlength='
    '"100000"></textarea></label><button type="button" class="zj-button" data-check>{button}'
    '</button><p data-check-count role="status"></p><ol class="zj-findings" data-findings></ol>'
    '<template data-template="finding"><li class="zj-finding"><p><span class="zj-proof" '
    'data-status></span> <span data-line></span> <a class="zj-chip" data-read hidden></a></p>'
    '<blockquote class="zj-said" data-quote></blockquote><p class="zj-difference" data-difference>'
    '</p><p class="zj-said zj-source-words" data-source></p><button type="button" class="zj-copy" '
    "data-copy-source hidden>{copy}</button></li></template></details>"
)


def reference_button(wording: Wording, doc_id: str, address: str) -> Markup:
    """A button that opens the references to a clause."""
    return Markup(
        '<button type="button" class="zj-copy" data-reference="{}" aria-label="{}">{}</button>'
    ).format(
        json.dumps([doc_id, address], ensure_ascii=False),
        wording.say("reference.label", address=address),
        wording.say("reference"),
    )


def reference_dialog(wording: Wording) -> Markup:
    """The dialog that shows a reference in the style that its reader chooses."""
    return _DIALOG.format(
        title=wording.say("reference.title"),
        style=wording.say("reference.style"),
        styles=_options(list(STYLES), "style", wording),
        copy=wording.say("reference.copy"),
        close=wording.say("reference.close"),
    )


def pack_form(wording: Wording) -> Markup:
    """What makes a study pack of the notebook."""
    return _PACK.format(
        label=wording.say("pack"),
        formats=_options([format_.name for format_ in FORMATS], "pack", wording),
        make=wording.say("pack.make"),
    )


def check_form(wording: Wording) -> Markup:
    """The box for pasted notes, and the template of a finding."""
    return _CHECK.format(
        title=wording.say("check.title"),
        label=wording.say("check.label"),
        button=wording.say("check.button"),
        copy=wording.say("check.copy"),
    )


def _options(names: Sequence[str], family: str, wording: Wording) -> Markup:
    return join(
        [
            Markup('<option value="{}">{}</option>').format(name, wording.say(f"{family}.{name}"))
            for name in names
        ]
    )
