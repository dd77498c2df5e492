"""Files of other programs with things that we do not know: each such word ends in “-seen”."""

import io
import json

from tests.formats.documents import packed

Files = dict[str, bytes]


def lines(*rows: str) -> bytes:
    return "".join(f"{each}\n" for each in rows).encode()


def as_json(*values: object) -> bytes:
    return lines(*(json.dumps(each, ensure_ascii=False) for each in values))


PROJECT = """<?xml version="1.0" encoding="utf-8"?>
<Project xmlns="urn:QDA-XML:project:1.0" name="P" origin="X">
<Users><User guid="11111111-1111-1111-1111-111111111111" name="Anna"/></Users>
<CodeBook>
<Codes><Code guid="22222222-2222-2222-2222-222222222222" name="Person" isCodable="true"/></Codes>
<Sets><Set guid="22222222-2222-2222-2222-222222222229" name="set"/></Sets>
</CodeBook>
<Variables>
<Variable guid="99999999-1111-1111-1111-111111111111" name="variable-seen" typeOfVariable="Text"/>
</Variables>
<Cases><Case guid="99999999-1111-1111-1111-111111111112" name="case"/></Cases>
<Sources>
<TextSource guid="33333333-3333-3333-3333-333333333333" name="a">
<Description>description-seen</Description>
<PlainTextContent>Kim spoke.</PlainTextContent>
<PlainTextSelection guid="44444444-4444-4444-4444-444444444444" name="Kim" startPosition="0" endPosition="3"
 creatingUser="11111111-1111-1111-1111-111111111111">
<Coding guid="55555555-5555-5555-5555-555555555555">
<CodeRef targetGUID="22222222-2222-2222-2222-222222222222"/>
<NoteRef targetGUID="66666666-6666-6666-6666-666666666666"/>
</Coding>
</PlainTextSelection>
<VariableValue>
<VariableRef targetGUID="99999999-1111-1111-1111-111111111111"/><TextValue>value-seen</TextValue>
</VariableValue>
</TextSource>
</Sources>
<Notes>
<Note guid="66666666-6666-6666-6666-666666666666" name="memo"><PlainTextContent>memo-seen</PlainTextContent></Note>
</Notes>
</Project>"""

GATE = """<?xml version="1.0" encoding="UTF-8"?>
<GateDocument version="3">
<GateDocumentFeatures>
<Feature><Name className="java.lang.String">shelf</Name><Value className="java.lang.String">shelf-seen</Value></Feature>
</GateDocumentFeatures>
<TextWithNodes><Node id="0"/>Kim<Node id="3"/> <Node id="4"/>spoke<Node id="9"/>.</TextWithNodes>
<AnnotationSet>
<Annotation Id="1" Type="Token" StartNode="0" EndNode="3">
<Feature><Name className="java.lang.String">c</Name><Value className="java.lang.String">NNP-seen</Value></Feature>
</Annotation>
<Annotation Id="2" Type="Person" StartNode="0" EndNode="3">
<Feature><Name className="java.lang.String">mood</Name><Value className="java.lang.String">mood-seen</Value></Feature>
<Feature>
<Name className="java.lang.String">ids</Name>
<Value className="java.util.ArrayList" itemClassName="java.lang.Integer">1;2</Value>
</Feature>
</Annotation>
</AnnotationSet>
<AnnotationSet Name="Original markups">
<Annotation Id="3" Type="p-seen" StartNode="0" EndNode="9"></Annotation>
</AnnotationSet>
</GateDocument>"""

EDITION = """<?xml version="1.0" encoding="UTF-8"?>
<TEI xmlns="http://www.tei-c.org/ns/1.0">
<teiHeader>
<fileDesc>
<titleStmt><title>T</title><editor>editor-seen</editor></titleStmt>
<publicationStmt><publisher>publisher-seen</publisher></publicationStmt>
<sourceDesc><bibl>bibl-seen</bibl></sourceDesc>
</fileDesc>
<revisionDesc><change>change-seen</change></revisionDesc>
</teiHeader>
<text><body>
<p><persName ref="ref-seen" cert="cert-seen">Kim</persName> <hi rend="b">spoke</hi>.<pb n="3"/><note>so</note></p>
</body></text>
</TEI>"""


def cas() -> Files:
    import cassis

    types = cassis.load_dkpro_core_typesystem()
    near = types.create_type("webanno.custom.Near")
    for name in ("Governor", "Dependent"):
        types.create_feature(near, name, "uima.tcas.Annotation")
    types.create_feature(near, "strength", "uima.cas.Integer")
    own = types.create_type("org.example.Sense", supertypeName="uima.cas.TOP")
    types.create_feature(own, "gloss", "uima.cas.String")
    made = cassis.Cas(types)
    made.sofa_string = "😀 Kim\r\nspoke in Kursk."
    made.sofa_mime = "text/plain"
    made.document_language = "en"
    core = "de.tudarmstadt.ukp.dkpro.core.api."
    named = types.get_type(f"{core}ner.type.NamedEntity")
    token = types.get_type(f"{core}segmentation.type.Token")
    pos = types.get_type(f"{core}lexmorph.type.pos.POS")
    dependency = types.get_type(f"{core}syntax.type.dependency.Dependency")
    tags = types.get_type(f"{core}metadata.type.TagsetDescription")
    sentence = types.get_type(f"{core}segmentation.type.Sentence")
    first, second = token(begin=2, end=5), token(begin=7, end=12)
    first.pos = pos(begin=2, end=5, PosValue="NNP-seen")
    made.add_all([first, second, first.pos, named(begin=2, end=5, value="PER"), named(begin=16, end=21, value="LOC")])
    made.add(dependency(begin=2, end=5, Governor=second, Dependent=first, DependencyType="nsubj-seen"))
    made.add(sentence(begin=2, end=22))
    made.add(tags(begin=0, end=22, name="tagset-seen", layer="pos"))
    made.add(own(gloss="gloss-seen"))
    return {
        "a.xmi": made.to_xmi().encode(),
        "TypeSystem.xml": types.to_xml().encode(),
        "a.json": made.to_json().encode(),
    }


def docbin() -> bytes:
    from spacy.tokens import Doc, DocBin, Span
    from spacy.vocab import Vocab

    doc = Doc(
        Vocab(), ["Kim", "spoke", "."], [True, False, False], tags=["NNP", "VBD", "."], lemmas=["kim", "speak", "."],
        pos=["PROPN", "VERB", "PUNCT"], deps=["nsubj", "ROOT", "punct"], heads=[1, 1, 1],
    )  # fmt: skip
    doc.ents = [Span(doc, 0, 1, "PERSON")]
    doc.user_data["mine"] = "user-data-seen"
    return DocBin(
        store_user_data=True, attrs=["TAG", "LEMMA", "POS", "DEP", "HEAD", "ENT_IOB", "ENT_TYPE"], docs=[doc]
    ).to_bytes()


def workbook() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    sheet = book.active
    sheet.append(["text", "tag", "colour"])
    sheet.append(["Kim spoke.", "", "colour-seen"])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def cases() -> dict[str, tuple[Files, tuple[str, ...]]]:
    made = cas()
    found: dict[str, tuple[Files, tuple[str, ...]]] = {
        "brat": (
            {
                "a.txt": b"Kim spoke in Kursk. So did Lee.\n",
                "a.ann": lines(
                    "T1\tPerson 0 3\tKim",
                    "T2\tCity 13 18\tKursk",
                    "T3\tPerson 27 30\tLee",
                    "*\tEquiv-seen T1 T3",
                    "A1\tFlag-seen T1",
                    "A2\tLevel T1 high-seen",
                    "#1\tMyNote-seen T2\tremark-seen",
                    "N1\tReference T2 Wikidata-seen:Q1\tKursk",
                    "E1\tMeet-seen:T2 Who-seen:T1",
                    "M1\tNegation-seen T1",
                    "R1\tNear-seen Arg1:T1 Arg2:T2",
                    "X9\tnobody-seen knows",
                ),
            },
            (
                "Equiv-seen",
                "Flag-seen",
                "high-seen",
                "MyNote-seen",
                "remark-seen",
                "Wikidata-seen",
                "Meet-seen",
                "Who-seen",
                "Negation-seen",
                "Near-seen",
                "nobody-seen",
            ),
        ),
        "conll": (
            {
                "a.conll": lines(
                    "-DOCSTART- -X- -X- O", "", "Kim NNP-seen B-NP B-PER", "spoke VBD B-VP-seen O", ". . O O", ""
                )
            },
            ("NNP-seen", "B-VP-seen"),
        ),
        "conllu": (
            {
                "a.conllu": lines(
                    "# newdoc id = a",
                    "# global-seen = yes",
                    "# sent_id = s-seen",
                    "# text = Kim spoke.",
                    "1\tKim\tlemma-seen\tPROPN\tNNP\tCase-seen=Nom\t2\tnsubj\t2:deps-seen\tNE=B-PER|Misc-seen=1",
                    "2\tspoke\tspeak\tVERB\tVBD\t_\t0\troot\t_\tSpaceAfter=No",
                    "2.1\tempty-seen\t_\t_\t_\t_\t_\t_\t_\t_",
                    "3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_",
                    "",
                )
            },
            ("global-seen", "s-seen", "lemma-seen", "Case-seen", "deps-seen", "Misc-seen", "empty-seen"),
        ),
        "hipe": (
            {
                "a.tsv": lines(
                    "TOKEN\tNE-COARSE-LIT\tNE-COARSE-METO\tNE-FINE-LIT\tNE-FINE-METO\tNE-FINE-COMP\tNE-NESTED\tNEL-LIT\tNEL-METO\tMISC",
                    "# hipe2022:document_id = d-1",
                    "# hipe2022:date = 1900-01-01",
                    "# hipe2022:mine-seen = yes",
                    "# hipe2022:applicable_columns = NE-COARSE-LIT-seen",
                    "Kim\tB-pers\tO\tO\tO\tB-comp.name-seen\tO\tQ1-seen\t_\tLED0.25|Flag-seen",
                    "spoke\tO\tO\tO\tO\tO\tO\t_\t_\tNoSpaceAfter",
                    ".\tO\tO\tO\tO\tO\tO\t_\t_\tEndOfSentence",
                    "",
                )
            },
            ("mine-seen", "LIT-seen", "comp.name-seen", "Q1-seen", "Flag-seen", "LED0.25"),
        ),
        "webanno": (
            {
                "a.tsv": lines(
                    "#FORMAT=WebAnno TSV 3.3",
                    "#T_SP=de.tudarmstadt.ukp.dkpro.core.api.lexmorph.type.pos.POS|PosValue|coarseValue",
                    "#T_SP=webanno.custom.Mine-seen|feature-seen",
                    "#T_CH=de.tudarmstadt.ukp.dkpro.core.api.coref.type.CoreferenceLink|referenceRelation|referenceType",
                    "",
                    "",
                    "#Text=Kim spoke",
                    "1-1\t0-3\tKim\tNNP-seen\tPROPN\tvalue-seen\t*->1-1\tchain-seen\t",
                    "1-2\t4-9\tspoke\tVBD\tVERB\t_\t_\t_\t",
                )
            },
            ("Mine-seen", "feature-seen", "NNP-seen", "value-seen", "chain-seen"),
        ),
        "jsonl": (
            {
                "a.jsonl": as_json(
                    {
                        "text": "Kim spoke.",
                        "shelf": "shelf-seen",
                        "annotations": [
                            {
                                "kind": "entity",
                                "tag": "Person",
                                "spans": [{"start": 0, "end": 3, "weight": 1}],
                                "mood": "mood-seen",
                            },
                            {"id": "b", "kind": "entity", "tag": "Person", "spans": [{"start": 4, "end": 9}]},
                            {"id": "c", "kind": "entity", "tag": "Person", "spans": [{"start": 0, "end": 9}]},
                        ],
                        "relations": [{"type": "same as", "from": "b", "to": "c", "tone": "tone-seen"}],
                    }
                )
            },
            ("shelf-seen", "mood-seen", "tone-seen"),
        ),
        "check-worthiness": (
            {
                "a.tsv": lines(
                    "sentence_id\tspeaker\ttext\tmood\tclass_label",
                    "1\tKim\tThey won.\tmood-seen\tYes",
                    "2\tLee\tNo.\tcalm\tNo",
                )
            },
            ("mood-seen",),
        ),
        "csv": ({"a.csv": lines("text,tag,colour", "Kim spoke.,,colour-seen")}, ("colour-seen",)),
        "xlsx": ({"a.xlsx": workbook()}, ("colour-seen",)),
        "label-studio": (
            {
                "a.json": as_json(
                    [
                        {
                            "id": 4,
                            "data": {"text": "Kim spoke.", "shelf": "shelf-seen"},
                            "meta": {"m": "meta-seen"},
                            "taskwide": "task-seen",
                            "annotations": [
                                {
                                    "id": 1,
                                    "completed_by": 7,
                                    "lead_time": 3.25,
                                    "annotationwide": "annotation-seen",
                                    "result": [
                                        {
                                            "id": "r",
                                            "from_name": "label",
                                            "to_name": "text",
                                            "type": "labels",
                                            "resultwide": "result-seen",
                                            "value": {
                                                "start": 0,
                                                "end": 3,
                                                "text": "Kim",
                                                "labels": ["PER"],
                                                "valuewide": "value-seen",
                                            },
                                        },
                                        {
                                            "id": "b",
                                            "from_name": "box",
                                            "to_name": "image",
                                            "type": "rectanglelabels",
                                            "value": {"x": 1, "rectanglelabels": ["box-seen"]},
                                        },
                                    ],
                                }
                            ],
                            "predictions": [
                                {
                                    "model_version": "model-seen",
                                    "score": 0.5,
                                    "result": [
                                        {
                                            "id": "p",
                                            "from_name": "label",
                                            "to_name": "text",
                                            "type": "labels",
                                            "value": {"start": 4, "end": 9, "text": "spoke", "labels": ["Cue"]},
                                        }
                                    ],
                                }
                            ],
                        }
                    ]
                )
            },
            (
                "shelf-seen",
                "meta-seen",
                "task-seen",
                "annotation-seen",
                "result-seen",
                "value-seen",
                "box-seen",
                "model-seen",
                "3.25",
            ),
        ),
        "doccano": (
            {
                "a.jsonl": as_json(
                    {
                        "id": 5,
                        "text": "Kim spoke.",
                        "shelf": "shelf-seen",
                        "Comments": ["comment-seen"],
                        "entities": [
                            {"id": 1, "label": "PER", "start_offset": 0, "end_offset": 3, "mood": "mood-seen"},
                            {"id": 2, "label": "Cue", "start_offset": 4, "end_offset": 9},
                        ],
                        "relations": [{"id": 1, "from_id": 1, "to_id": 2, "type": "does", "tone": "tone-seen"}],
                    }
                )
            },
            ("shelf-seen", "comment-seen", "mood-seen", "tone-seen"),
        ),
        "prodigy": (
            {
                "a.jsonl": as_json(
                    {
                        "text": "Kim spoke.",
                        "_input_hash": 1,
                        "_task_hash": 2,
                        "answer": "accept",
                        "meta": {"source": "meta-seen"},
                        "mine": "task-seen",
                        "tokens": [
                            {"text": "Kim", "start": 0, "end": 3, "id": 0, "ws": True, "mood": "token-seen"},
                            {"text": "spoke", "start": 4, "end": 9, "id": 1, "ws": False},
                        ],
                        "spans": [
                            {"start": 0, "end": 3, "label": "PER", "mood": "span-seen", "source": "model-seen"},
                            {"start": 4, "end": 9, "label": "Cue"},
                        ],
                        "relations": [
                            {
                                "head": 0,
                                "child": 1,
                                "label": "does",
                                "head_span": {"start": 0, "end": 3, "label": "PER"},
                                "child_span": {"start": 4, "end": 9, "label": "Cue"},
                                "tone": "tone-seen",
                            }
                        ],
                    }
                )
            },
            ("meta-seen", "task-seen", "span-seen", "model-seen", "tone-seen", "token-seen"),
        ),
        "w3c": (
            {
                "a.txt": b"Kim spoke.",
                "a.jsonld": as_json(
                    {
                        "@context": ["http://www.w3.org/ns/anno.jsonld", {"x": "http://example.org/context-seen"}],
                        "id": "http://example.org/1",
                        "type": "Annotation",
                        "rights": "rights-seen",
                        "mine": "key-seen",
                        "body": [
                            {"type": "TextualBody", "purpose": "tagging", "value": "Person"},
                            {"type": "Video", "id": "http://example.org/body-seen"},
                        ],
                        "target": {
                            "source": "a.txt",
                            "targetkey": "target-seen",
                            "selector": [
                                {"type": "TextPositionSelector", "start": 0, "end": 3},
                                {"type": "SvgSelector", "value": "svg-seen"},
                            ],
                        },
                    }
                ),
            },
            ("rights-seen", "key-seen", "body-seen", "target-seen", "svg-seen", "context-seen"),
        ),
        "newsclaims": (
            {
                "all_sents.json": as_json({"d": ["Kim spoke.", "They won."]}),
                "claims.json": as_json(
                    {
                        "d": {
                            "1": {
                                "sentence": "They won.",
                                "has_claimer": True,
                                "claimer": "Kim",
                                "claim_span": "They won",
                                "topic": "x",
                                "claim_object": "They",
                                "stance": "affirm",
                                "mine": "key-seen",
                                "claimer_in_sentence": False,
                            }
                        }
                    }
                ),
            },
            ("key-seen",),
        ),
        "xmi": (
            {name: made[name] for name in ("a.xmi", "TypeSystem.xml")},
            ("NNP-seen", "nsubj-seen", "tagset-seen", "gloss-seen", "type.Sentence"),
        ),
        "cas-json": (
            {"a.json": made["a.json"]},
            ("NNP-seen", "nsubj-seen", "tagset-seen", "gloss-seen", "type.Sentence"),
        ),
        "gate": (
            {"a.xml": lines(GATE)},
            ("shelf-seen", "NNP-seen", "mood-seen", "p-seen", "java.util.ArrayList"),
        ),
        "tei": (
            {"a.xml": lines(EDITION)},
            (
                "publisher-seen",
                "ref-seen",
                "cert-seen",
                "editor-seen",
                "bibl-seen",
                "change-seen",
            ),
        ),
        "refi-qda": (
            {"a.qdpx": packed({"project.qde": PROJECT})},
            ("description-seen", "variable-seen", "value-seen", "memo-seen"),
        ),
        "spacy": ({"a.spacy": docbin()}, ("user-data-seen",)),
    }
    return found
