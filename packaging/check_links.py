"""Finds dead links in the project's Markdown: files that are not there, headings nobody wrote.

Links that leave the project are not followed: nothing of ours needs the network to pass.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from urllib.parse import unquote

ROOT = Path(__file__).resolve().parent.parent

_FENCE = re.compile(r"^(```|~~~).*?^\1[ \t]*$", re.MULTILINE | re.DOTALL)
_CODE = re.compile(r"(`+)(?!`).+?(?<!`)\1(?!`)")
_LINK = re.compile(
    r"""\]\(\s*<?([^\s()<>]+)>?(?:\s+"[^"]*")?\s*\)"""  # [text](target), ![text](target)
    r"""|^\[[^\]]+\]:\s*<?(\S+?)>?(?:\s|$)"""  # [name]: target
    r"""|<(?:img|a|source)\s[^>]*?(?:src|href|srcset)="([^"]+)\"""",
    re.MULTILINE,
)
_HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*#*\s*$", re.MULTILINE)
_ELSEWHERE = re.compile(r"[a-z][a-z0-9+.-]*:|//", re.IGNORECASE)


def pages(root: Path) -> list[Path]:
    """Return the Markdown files under *root* that are part of the project, in order."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"]
    try:
        listed = subprocess.run(command, cwd=root, check=True, capture_output=True, text=True).stdout
    except (OSError, subprocess.CalledProcessError):
        # an unpacked archive of the source, or no git here
        found = [page for page in root.rglob("*.md") if not page.relative_to(root).parts[0].startswith(".")]
        return sorted(found)
    return sorted(path for name in listed.split("\0") if name and (path := root / name).exists())


def links(text: str) -> Iterator[tuple[int, str]]:
    """Yield the line, counted from 1, and the target of every link in *text*; code has none."""
    text = _CODE.sub(_blank, _FENCE.sub(_blank, text))
    for match in _LINK.finditer(text):
        target = next(group for group in match.groups() if group is not None)
        yield text.count("\n", 0, match.start()) + 1, target


def anchors(text: str) -> set[str]:
    """Return the fragments that the headings of *text* have on GitHub and in most viewers."""
    found: set[str] = set()
    for match in _HEADING.finditer(_FENCE.sub(_blank, text)):
        words = re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", match[1]).lower()
        slug = re.sub(r"[^\w\- ]", "", words).replace(" ", "-")
        again = 0
        while (name := f"{slug}-{again}" if again else slug) in found:
            again += 1
        found.add(name)
    return found


def dead_links(root: Path) -> Iterator[str]:
    """Yield one sentence for each link under *root* that leads nowhere."""

    @cache
    def anchors_of(page: Path) -> set[str]:
        return anchors(page.read_text(encoding="utf-8"))

    for page in pages(root):
        for line, target in links(page.read_text(encoding="utf-8")):
            if _ELSEWHERE.match(target):
                continue
            name, _, fragment = unquote(target).partition("#")
            goal = (page.parent / name).resolve() if name else page
            where = f"{page.relative_to(root)}:{line}"
            if not goal.is_relative_to(root):
                yield f"{where}: {target} leads out of the project"
            elif not goal.exists():
                yield f"{where}: there is no {target}"
            elif fragment and goal.suffix == ".md" and fragment not in anchors_of(goal):
                yield f"{where}: {name or 'this page'} has no heading #{fragment}"


def _blank(match: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", match[0])


def main() -> int:
    """Print every dead link; return 1 if there is one."""
    faults = list(dead_links(ROOT))
    for fault in faults:
        print(fault, file=sys.stderr)
    if not faults:
        print(f"No dead link in {len(pages(ROOT))} pages.")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
