"""The declarations of formats of annotation tools and of the web, mostly JSON: Label Studio, doccano, Prodigy, W3C."""

from annotator.formats.features import WHOLE_DOCUMENTS, without
from annotator.formats.format import Format, Option

_OURS = r'\s*(\[\s*)?\{\s*"id":\s*"[^"]*",\s*"title":'
_NOT_OURS = rf'(?!{_OURS})(?!\s*(\[\s*)?\{{[^{{}}\[\]]*"text_sha256"\s*:)'
_OBJECTS = rf'{_NOT_OURS}\s*(\[\s*)?\{{\s*"'
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
        loses="what is known of records beside their ids, history and original bytes",
        holds=WHOLE_DOCUMENTS,
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
    Format(
        name="prodigy",
        title="Prodigy: tasks with spans, relations and answers, one a line",
        module="prodigy",
        writes=True,
        rich=True,
        media_types=("application/jsonl",),
        begins=_OBJECTS,
        contains=(
            r'"(_input_hash|_task_hash|_session_id)"\s*:\s*("|-?\d)|"answer"\s*:\s*"(accept|reject|ignore)"'
            r'|"spans"\s*:\s*\[\s*\{[^{}]*"(token_start|label)"\s*:|"tokens"\s*:\s*\[\s*\{[^{}]*"start"\s*:',
        ),
        keeps="everything: a task for each person's work, with tokens, spans, relations and answers; what Prodigy has "
        "no key for stands under “annotator”",
        loses="what is known of records beside their ids, the tag set, history and original bytes",
        holds=WHOLE_DOCUMENTS,
        options=(Option("tokens", "Write the tokens, which Prodigy needs for relations.", ("yes", "no")),),
        mapping="labels",
    ),
    Format(
        name="w3c",
        title="W3C Web Annotations in JSON-LD, with the texts",
        module="w3c",
        writes=True,
        rich=True,
        shape="folder",
        suffixes=(".jsonld",),
        media_types=("application/ld+json",),
        begins=rf"{_NOT_OURS}\s*[\[{{]",
        contains=(
            r'"http://www\.w3\.org/ns/(anno\.jsonld|oa)|"@?type"\s*:\s*\[?\s*"(oa:)?Annotation(Page|Collection)?"'
            r'|"Text(Quote|Position)Selector"',
        ),
        main=(".jsonld",),
        companions=(r"(?P<stem>.+)\.txt",),
        keeps="everything: tags, comments and creators as bodies, positions with quotations, relations as links; the "
        "rest under “annotator”",
        loses="what is known of records beside their ids, the tag set, history and original bytes",
        holds=WHOLE_DOCUMENTS,
        options=(
            Option(
                "trust",
                "What wins where position and quotation disagree: the quotation, or what “--anchor” says.",
                ("quote", "offsets"),
                "reading",
            ),
        ),
        mapping="labels",
    ),
    Format(
        name="newsclaims",
        title="NewsClaims: claims with topic, object, span, claimer and stance",
        module="newsclaims",
        writes=True,
        rich=True,
        shape="folder",
        media_types=("application/json",),
        begins=rf"{_NOT_OURS}\s*\{{",
        contains=(r'"(has_claimer|claimer_in_sentence|claim_span)"\s*:', r'\{\s*"[^"]*"\s*:\s*\{\s*"[^"]*"\s*:\s*\{'),
        containers=(r"(.*/)?all_sents\.json",),
        keeps="texts, claims with their attributes, and their parts: claimers, claim objects, cues",
        loses="entities that are no part of a claim, other relations, and all else; suggestions and rejections are "
        "left out",
        holds=frozenset(
            ("claims", "nested claims", "overlapping", "discontinuous", "attributes", "exact text"),
        ),
        accepted_only=True,
        mapping="newsclaims",
    ),
    Format(
        name="doccano",
        title="doccano: spans, relations and labels, one record a line",
        module="doccano",
        writes=True,
        rich=True,
        media_types=("application/jsonl", "application/json"),
        # objects, or spaCy's pairs of a text and an object
        begins=rf'{_OBJECTS}|\s*\[\s*\[\s*"',
        contains=(
            # a long text may stand before all else, or after
            r'"entities"\s*:\s*\[\s*(\]|\{[^{}]*"start_offset")|"(text|data)"\s*:\s*"'
            r'|\A\s*\[\s*\[\s*"',
            r'"(label|labels)"\s*:\s*\[|"entities"\s*:\s*\[\s*(\]|\[|\{)|"cats"\s*:\s*[\[{]'
            r'|\A\s*\[\s*\[\s*"(?s:.*?)"spans"\s*:\s*\{'
            r'|"annotations"\s*:\s*\[\s*\{[^{}]*"(start_offset|user)"\s*:',
        ),
        keeps="text, tags, spans, parts, relations, labels of whole texts, and what is known of a document",
        loses="attributes, notes, annotators, records, confidences and times; suggestions and rejections are left out",
        holds=without(
            "attributes",
            "notes",
            "records",
            "record contents",
            "annotators",
            "origins",
            "states",
            "confidences",
            "times",
            "relations across documents",
            "annotation ids",
        ),
        options=(
            Option(
                "shape",
                "Spans with ids and relations between them, or only triples of start, end and label.",
                ("relations", "spans"),
            ),
            Option(
                "unit",
                "What the offsets of the file count: found by what fits the text, or said.",
                ("find", "code points", "utf-16"),
                "reading",
            ),
        ),
        accepted_only=True,
        mapping="labels",
    ),
    Format(
        name="huggingface",
        title="Hugging Face datasets: Parquet for each split, with a data card",
        module="huggingface",
        reads=False,
        writes=True,
        shape="folder",
        media_types=("application/vnd.apache.parquet",),
        keeps="everything that belongs to a document, as columns; attributes and metadata as JSON",
        loses="what is known of records beside their ids, history and original bytes",
        holds=WHOLE_DOCUMENTS,
        extra="parquet",
    ),
    Format(
        name="argilla",
        title="Argilla: a dataset on disk, with spans as suggestions or responses",
        module="argilla",
        reads=False,
        unrelated=True,
        writes=True,
        shape="folder",
        media_types=("application/json",),
        keeps="text, tags and spans of entities, claims and cues, labels of whole texts, what is known of a document",
        loses="what joins the parts of discontinuous spans; relations, attributes, notes, times and who marked what; "
        "what was rejected is left out",
        holds=frozenset(
            (
                "annotations",
                "overlapping",
                "nested claims",
                "claims",
                "document annotations",
                "states",
                "ids",
                "titles",
                "dates",
                "languages",
                "metadata",
                "statuses",
                "splits",
                "exact spans",
                "exact text",
            )
        ),
        options=(
            Option(
                "user",
                "The id of a user of Argilla, as whose responses accepted marks are written; else these are suggested.",
            ),
        ),
    ),
)
