import importlib.util
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

from annotator import __version__

ROOT = Path(__file__).resolve().parent.parent


def load(name: str) -> ModuleType:
    """Import a script of packaging/, which is no package."""
    spec = importlib.util.spec_from_file_location(name, ROOT / "packaging" / f"{name}.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


check_links = load("check_links")


def text_of(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def test_every_link_in_the_documents_leads_somewhere():
    assert list(check_links.dead_links(ROOT)) == []


def test_a_link_to_nowhere_is_found_with_its_line(tmp_path):
    (tmp_path / "a.md").write_text(
        "# One two\n\n[there](b.md#yes-its-here)\n![no](no.png)\n[no](b.md#no)\n[no](#no) [yes](#one-two)\n"
        "`[code](none.md)`\n\n```\n[code](none.md)\n```\n[out](../secret.md)\n[web](https://example.org/none.md)\n"
        '<img src="gone.svg">\n[by name]\n\n[by name]: lost.md\n',
        encoding="utf-8",
    )
    (tmp_path / "b.md").write_text("## Yes, it's here\n", encoding="utf-8")

    assert list(check_links.dead_links(tmp_path)) == [
        "a.md:4: there is no no.png",
        "a.md:5: b.md has no heading #no",
        "a.md:6: this page has no heading #no",
        "a.md:12: ../secret.md leads out of the project",
        "a.md:14: there is no gone.svg",
        "a.md:17: there is no lost.md",
    ]


def test_headings_of_one_name_are_told_apart():
    assert check_links.anchors("# A `b` [c](d.md)\n## Same\n## Same\n") == {"a-b-c", "same", "same-1"}


def test_the_readme_names_the_two_commands_and_make_knows_them():
    readme, makefile = text_of("README.md"), text_of("Makefile")

    for command in ("demo", "test"):
        assert f"make {command}" in readme
        assert re.search(rf"^{command}:", makefile, re.MULTILINE)


def test_every_target_that_the_documents_name_is_in_the_makefile():
    targets = set(re.findall(r"^([a-z]+):", text_of("Makefile"), re.MULTILINE))

    for page in check_links.pages(ROOT):
        # in code only: prose may make sense
        for code in re.findall(r"`make ([a-z]+)|^make ([a-z]+)", page.read_text(encoding="utf-8"), re.MULTILINE):
            assert "".join(code) in targets, f"{page.name}: make {''.join(code)}"


def test_the_citation_is_of_this_version():
    citation = text_of("CITATION.cff")

    assert re.search(r"^cff-version: 1\.2\.0$", citation, re.MULTILINE)
    assert f"\nversion: {__version__}\n" in citation
    for field in ("message", "title", "authors", "license"):
        assert re.search(rf"^{field}:", citation, re.MULTILINE)


def test_every_decision_is_listed_and_fits_on_half_a_page():
    index = text_of("docs/README.md")

    for page in sorted((ROOT / "docs" / "decisions").glob("*.md")):
        number, title = re.match(r"# (\d+)\. (.+)", page.read_text(encoding="utf-8")).groups()
        assert page.name.startswith(f"{int(number):04}-")
        assert f"{number}. [{title}](decisions/{page.name})" in index
        assert len(page.read_text(encoding="utf-8").split()) < 400


def test_the_page_of_keys_says_what_the_table_of_actions_says():
    from annotator.app.actions import ACTIONS

    page = text_of("docs/manual/keyboard.md")

    for action in ACTIONS:
        keys = " or ".join(f"`{key}`" for key in action.keys)
        if keys:
            row = f"| {action.name.removesuffix('…')} | {keys} |"
            assert row in page, f"docs/manual/keyboard.md lacks: {row}"


def keyed(node: object) -> Iterator[tuple[str, str]]:
    """Yield name and keys of every table in *node*, however deep, that has both."""
    if isinstance(node, dict):
        if node.get("key") and node.get("name"):
            yield node["name"], node["key"]
        node = list(node.values())
    if isinstance(node, list):
        for each in node:
            yield from keyed(each)


def test_the_page_of_keys_names_every_tag_of_the_default_tag_set():
    page = text_of("docs/manual/keyboard.md")

    tags = list(keyed(tomllib.loads(text_of("resources/tagsets/news.toml"))))

    assert len(tags) >= 20
    for name, keys in tags:
        row = f"| {name} | {' or '.join(f'`{key}`' for key in keys)} |"
        assert row in page, f"docs/manual/keyboard.md lacks: {row}"
