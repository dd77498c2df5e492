"""CITATION.cff of a data set, version 1.2.0 of the Citation File Format: how to cite it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

import orjson

from annotator.model.times import is_date

_ORCID = re.compile(r"\(?(?:https?://orcid\.org/)?(\d{4}-\d{4}-\d{4}-\d{3}[\dX])\)?")
_SPDX = re.compile(r"[A-Za-z0-9.+-]+")
_DOI = re.compile(r"10\.\d{4,9}/\S+")


def citation_file(about: Mapping[str, str], annotators: Sequence[str]) -> str:
    """Return the file, its values as JSON, which is YAML; without creators, the *annotators* are its authors."""
    title = about["title"] or "Untitled data set"
    lines = ["cff-version: 1.2.0", "message: " + _json("If you use these data, please cite them."), "type: dataset"]
    lines += [f"title: {_json(title)}", "authors:"]
    creators = [each.strip() for each in about["creators"].splitlines() if each.strip()]
    for each in creators or list(annotators) or [f"The makers of {title}"]:
        lines += _author(each)
    if about["version"]:
        lines.append(f"version: {_json(about['version'])}")
    if len(about["date"]) == 10 and is_date(about["date"]):
        lines.append(f"date-released: {about['date']}")
    if _SPDX.fullmatch(about["licence"]):
        lines.append(f"license: {_json(about['licence'])}")
    if found := _DOI.search(about["doi"]):
        lines.append(f"doi: {_json(found[0])}")
    if about["url"].startswith(("http://", "https://", "ftp://")):
        lines.append(f"url: {_json(about['url'])}")
    if about["description"].strip():
        lines.append(f"abstract: {_json(about['description'].strip())}")
    if keywords := [each.strip() for each in about["keywords"].split(",") if each.strip()]:
        lines += ["keywords:", *(f"  - {_json(each)}" for each in keywords)]
    return "\n".join(lines) + "\n"


def _author(creator: str) -> Iterator[str]:
    orcid = _ORCID.search(creator)
    name = _ORCID.sub("", creator).strip()
    family, comma, given = (part.strip() for part in name.partition(","))
    if comma and family and given:
        yield f"  - family-names: {_json(family)}"
        yield f"    given-names: {_json(given)}"
    else:
        yield f"  - name: {_json(name or creator)}"
    if orcid:
        yield f"    orcid: https://orcid.org/{orcid[1]}"


def _json(value: object) -> str:
    return orjson.dumps(value).decode()
