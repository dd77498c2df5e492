"""One round of Label Studio for every line of the standard input: an import into a new project, and its export.

Run by the Python of Label Studio's own environment: PLACE SOURCE, a folder for its database, and that of the tasks and
their configuration. Its REST interface is called within the process, without server and queue.
"""

import importlib.util
import json
import os
import sys
import time
from pathlib import Path


def main(place: Path, source: Path) -> None:
    """Set Label Studio up in *place*, which takes a minute, then answer each line with the seconds of one round."""
    spec = importlib.util.find_spec("label_studio")
    sys.path.insert(0, str(Path(spec.origin).parent))
    os.chdir(place)
    os.environ.update(
        DJANGO_SETTINGS_MODULE="core.settings.label_studio",
        LABEL_STUDIO_BASE_DATA_DIR=str(place / "data"),
        DJANGO_DB="sqlite",
        DEBUG="false",
        LOG_LEVEL="ERROR",
        COLLECT_ANALYTICS="false",
        LATEST_VERSION_CHECK="false",
        SENTRY_DSN="",
        FRONTEND_SENTRY_DSN="",
    )
    import django

    django.setup()
    from django.core.management import call_command

    with open(os.devnull, "w") as nowhere:
        call_command("migrate", verbosity=0, stdout=nowhere)
    from organizations.models import Organization
    from rest_framework.test import APIClient
    from users.models import User

    user = User.objects.create_user(email="bench@example.org", password="benchbench")
    user.active_organization = Organization.create_organization(created_by=user, title="bench")
    user.save()
    client = APIClient()
    client.force_login(user)
    client.force_authenticate(user=user)
    print("ready", flush=True)
    for _ in sys.stdin:
        print(json.dumps(one_round(source, client)), flush=True)


def one_round(source: Path, client: object) -> dict[str, float]:
    """Import the tasks of *source* into a new project and export it; return the seconds of both."""
    configuration = (source / "config.xml").read_text("utf-8")
    made = client.post("/api/projects/", {"title": "bench", "label_config": configuration}, format="json")
    assert made.status_code == 201, made.content[:500]
    key = made.json()["id"]
    began = time.perf_counter()
    tasks = (source / "tasks.json").read_bytes()
    answer = client.post(f"/api/projects/{key}/import", tasks, content_type="application/json")
    imported = time.perf_counter()
    assert answer.status_code == 201, answer.content[:500]
    answer = client.get(f"/api/projects/{key}/export?exportType=JSON")
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    exported = time.perf_counter()
    results = [each for task in json.loads(data) for made in task["annotations"] for each in made["result"]]
    marks = sum(each["type"] == "labels" for each in results)
    return {"import": imported - began, "export": exported - imported, "marks": marks}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
