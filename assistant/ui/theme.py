"""Colours and fonts of the page. Only fonts that the system has: Gradio's named ones would be fetched or shipped."""

import gradio as gr

_FONTS = (
    "ui-sans-serif",
    "system-ui",
    "-apple-system",
    "Segoe UI",
    "Noto Sans CJK JP",
    "Hiragino Sans",
    "Yu Gothic UI",
    "sans-serif",
)
_MONO = ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")


def page_theme() -> gr.themes.Base:
    """A quiet theme in teal and slate whose text passes WCAG AA on its backgrounds, dark and light."""
    return gr.themes.Base(
        primary_hue=gr.themes.colors.teal,
        secondary_hue=gr.themes.colors.teal,
        neutral_hue=gr.themes.colors.slate,
        font=_FONTS,
        font_mono=_MONO,
        radius_size=gr.themes.sizes.radius_md,
        spacing_size=gr.themes.sizes.spacing_md,
    ).set(
        body_background_fill="#f6f8fa",
        body_background_fill_dark="#0d1420",
        body_text_color="#16202c",
        body_text_color_dark="#e6edf5",
        body_text_color_subdued="#4a5a6b",
        body_text_color_subdued_dark="#a9b8c9",
        block_background_fill="#ffffff",
        block_background_fill_dark="#141d2b",
        block_label_text_color="#33414f",
        block_label_text_color_dark="#c6d2df",
        block_title_text_color="#33414f",
        block_title_text_color_dark="#c6d2df",
        block_info_text_color="#4a5a6b",
        block_info_text_color_dark="#a9b8c9",
        button_primary_background_fill="#0f766e",
        button_primary_background_fill_hover="#115e59",
        button_primary_background_fill_dark="#0f766e",
        button_primary_background_fill_hover_dark="#115e59",
        button_primary_text_color="#ffffff",
        button_primary_text_color_dark="#ffffff",
        input_placeholder_color="#5b6b7c",
        input_placeholder_color_dark="#93a4b6",
    )
