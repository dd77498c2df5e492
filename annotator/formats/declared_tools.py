"""The declarations of formats of annotation tools and of the web, mostly JSON: Label Studio, doccano, Prodigy, W3C."""

from annotator.formats.features import EVERYTHING
from annotator.formats.format import Format, Option

_OURS = r'\s*(\[\s*)?\{\s*"id":\s*"[^"]*",\s*"title":'
_OBJECTS = rf'(?!{_OURS})(?!\s*(\[\s*)?\{{[^{{}}\[\]]*"text_sha256"\s*:)\s*(\[\s*)?\{{\s*"'
"""Begins JSON objects that are not those of our own data set."""

TOOLS: tuple[Format, ...] = (
    Format(
        name="label-studio",
        title="Label Studio: tasks in JSON, with the labelling configuration",
        module="label_studio",
        writes=True,
        rich=True,
        shape="folder",
        media_types=("application/json",),
        begins=_OBJECTS,
        contains=(r'"(from_name|completed_by|was_cancelled|annotation_id)"\s*:|"data"\s*:\s*\{\s*"',),
        main=(".json",),
        companions=(r"(label(ing)?_)?config\.xml",),
        keeps="everything: each person's marks as an annotation, suggestions as predictions; what Label Studio has no "
        "place for stands in “meta”",
        loses="history and original bytes",
        holds=EVERYTHING,
        options=(
            Option(
                "people",
                "Whoever completed an annotation is named by number, or by name or e-mail address.",
                ("numbers", "names"),
                "reading",
            ),
        ),
        mapping="label-studio",
    ),
)
