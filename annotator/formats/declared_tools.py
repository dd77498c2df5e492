"""The declarations of formats of annotation tools and of the web, mostly JSON: Label Studio, doccano, Prodigy, W3C."""

from annotator.formats.format import Format

TOOLS: tuple[Format, ...] = ()
