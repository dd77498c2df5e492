"""One round of Label Studio for every line of the standard input: an import into a new project, and its export.

Run by the Python of Label Studio's own environment: PLACE SOURCE, a folder for its database, and that of the tasks and
their configuration. Its REST interface is called within the process, without server and queue.
"""

import json
import sys
import time
from pathlib import Path

from rounds import answer, begin, manage

ENVIRONMENT = {
    "DJANGO_SETTINGS_MODULE": "core.settings.label_studio",
    "DJANGO_DB": "sqlite",
    "DEBUG": "false",
    "LOG_LEVEL": "ERROR",
    "COLLECT_ANALYTICS": "false",
    "LATEST_VERSION_CHECK": "false",
    "SENTRY_DSN": "",
    "FRONTEND_SENTRY_DSN": "",
}


def main(place: Path, source: Path) -> None:
    """Set Label Studio up in *place*, which takes a minute, then answer each line with the seconds of one round."""
    begin("label_studio", place, {**ENVIRONMENT, "LABEL_STUDIO_BASE_DATA_DIR": str(place / "data")})
    manage("migrate")
    from organizations.models import Organization
    from rest_framework.test import APIClient
    from users.models import User

    user = User.objects.create_user(email="bench@example.org", password="benchbench")
    user.active_organization = Organization.create_organization(created_by=user, title="bench")
    user.save()
    client = APIClient()
    client.force_login(user)
    client.force_authenticate(user=user)
    answer(lambda: one_round(source, client))


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
