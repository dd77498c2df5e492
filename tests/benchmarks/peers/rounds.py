"""What both sides have in common; they run in environments of their own, where nothing of this program is installed."""

import importlib.util
import json
import os
import sys
from collections.abc import Callable, Mapping
from pathlib import Path


def begin(package: str, place: Path, environment: Mapping[str, str]) -> None:
    """Set Django up for the modules within *package*, whose database and files are to stand in *place*."""
    spec = importlib.util.find_spec(package)
    sys.path.insert(0, str(Path(spec.origin).parent))
    os.chdir(place)
    os.environ.update(environment)
    import django

    django.setup()


def manage(*commands: str) -> None:
    """Run *commands* of Django, whose words go nowhere."""
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:
        for each in commands:
            call_command(each, stdout=nowhere)


def answer(one_round: Callable[[], dict[str, float]]) -> None:
    """Say that all is ready, then do a round for every line of the standard input, and print what it gave."""
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(one_round()), flush=True)
