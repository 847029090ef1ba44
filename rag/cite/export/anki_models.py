"""How our cards look in Anki. A model's id and fields stay, or decks would not be brought up to
date.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import genanki

CARD, CLOZE, MARKED = "Zhangju 章句", "Zhangju 章句 cloze", "Zhangju 章句 ⚠"

_CSS = """
.card { font: 20px/1.7 "Noto Serif CJK TC", "Songti TC", PMingLiU, serif; text-align: left;
  max-width: 36em; margin: 0 auto; color: #1a1a1a; background: #fff; }
.nightMode.card { color: #eee; background: #222; }
:lang(zh-Hans) { font-family: "Noto Serif CJK SC", "Songti SC", SimSun, serif; }
.words { white-space: pre-wrap; margin: .4em 0; }
.source, .comment, .hint, .label { font-size: .7em; opacity: .75; }
.cloze { font-weight: bold; }
.noted { text-decoration: line-through; }
"""
# MathJax would read \\( in a text as mathematics: these classes tell it not to.
_PLAIN = "tex2jax_ignore mathjax_ignore"
_FOOT = (
    "{{#Rendering}}<div>{{hint:Rendering}}</div>{{/Rendering}}"
    '{{#Comment}}<div class="comment">{{Comment}}</div>{{/Comment}}'
    '<div class="source">{{Source}}</div>'
)


def models() -> dict[str, genanki.Model]:
    """Our three models by name, made anew, because genanki writes into those it is given."""
    import genanki  # see rag.cite.export.anki

    card = genanki.Model(
        1_697_410_301,
        CARD,
        fields=_named("Prompt", "Words", "Source", "Rendering", "Comment"),
        templates=[
            _template("Words", "{{Prompt}}", "{{FrontSide}}<hr id=answer>{{Words}}"),
            _template("Prompt", "{{Words}}", "{{FrontSide}}<hr id=answer>{{Prompt}}"),
        ],
        css=_CSS,
    )
    cloze = genanki.Model(
        1_697_410_302,
        CLOZE,
        fields=_named("Text", "Source", "Rendering", "Comment"),
        templates=[_template("Cloze", "{{cloze:Text}}", "{{cloze:Text}}")],
        css=_CSS,
        model_type=genanki.Model.CLOZE,
    )
    return {model.name: model for model in (card, cloze, _marked())}


def _marked() -> genanki.Model:
    import genanki  # see rag.cite.export.anki

    return genanki.Model(
        1_697_410_303,
        MARKED,
        fields=_named("Warning", "Noted", "Words", "Source", "Comment"),
        templates=[
            {
                "name": "Mend",
                "qfmt": f'<div class="{_PLAIN}"><b>{{{{Warning}}}}</b>'
                '<div class="noted">{{Noted}}</div></div>',
                "afmt": f'{{{{FrontSide}}}}<hr id=answer><div class="{_PLAIN}">{{{{Words}}}}'
                '<div class="source">{{Source}}</div></div>',
            }
        ],
        css=_CSS,
    )


def _named(*names: str) -> list[dict[str, str]]:
    return [{"name": name} for name in names]


def _template(name: str, front: str, back: str) -> dict[str, str]:
    return {
        "name": name,
        "qfmt": f'<div class="{_PLAIN}">{front}</div>',
        "afmt": f'<div class="{_PLAIN}">{back}{_FOOT}</div>',
    }
