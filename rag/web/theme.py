"""Gradio's own parts in the colors and type of the page; `page.css` sets everything else."""

from __future__ import annotations

import gradio as gr

_SANS = ["system-ui", "PingFang TC", "Microsoft JhengHei", "Noto Sans CJK TC", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]


def build_theme() -> gr.themes.Base:
    """Paper and ink by day, lamplight by night; fonts of the system only."""
    theme = gr.themes.Base(font=_SANS, font_mono=_MONO, radius_size="sm", text_size="md")
    return theme.set(
        body_background_fill="#faf7f0",
        body_background_fill_dark="#171512",
        body_text_color="#231e19",
        body_text_color_dark="#e8e1d4",
        body_text_color_subdued="#6a6055",
        body_text_color_subdued_dark="#a79d8f",
        background_fill_primary="#fffdf8",
        background_fill_primary_dark="#1f1c18",
        background_fill_secondary="#f4efe4",
        background_fill_secondary_dark="#27231e",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_label_text_color="#6a6055",
        block_label_text_color_dark="#a79d8f",
        block_title_text_color="#6a6055",
        block_title_text_color_dark="#a79d8f",
        border_color_primary="#ddd3c1",
        border_color_primary_dark="#3b352d",
        border_color_accent="#96301f",
        border_color_accent_dark="#e58f78",
        color_accent="#96301f",
        color_accent_soft="#f3e3da",
        color_accent_soft_dark="#3a2620",
        input_background_fill="#fffdf8",
        input_background_fill_dark="#1f1c18",
        input_border_color="#cfc3ae",
        input_border_color_dark="#4a4238",
        input_border_color_focus="#96301f",
        input_border_color_focus_dark="#e58f78",
        input_border_width="1px",
        input_placeholder_color="#776d60",
        input_placeholder_color_dark="#8f8577",
        input_shadow="none",
        input_shadow_focus="none",
        button_primary_background_fill="#96301f",
        button_primary_background_fill_dark="#b4503c",
        button_primary_background_fill_hover="#7c2617",
        button_primary_background_fill_hover_dark="#a84a37",
        button_primary_text_color="#fffaf2",
        button_primary_text_color_dark="#fffaf2",
        button_primary_border_color="transparent",
        button_primary_border_color_dark="transparent",
        checkbox_label_background_fill="transparent",
        checkbox_label_background_fill_dark="transparent",
    )
