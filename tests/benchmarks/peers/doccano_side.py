"""One round of doccano for every line of the standard input: an import into a new project, and its export.

Run by the Python of doccano's own environment: PLACE SOURCE, a folder for its database and the JSONL file. Calls what
its web server calls, without server and queue.
"""

import sys
import time
from pathlib import Path

from rounds import answer, begin, manage


def main(place: Path, source: Path) -> None:
    """Set doccano up in *place*, then answer each line with the seconds of one round."""
    settings = "config.settings.development"
    database = f"sqlite:///{place / 'doccano.sqlite3'}"
    begin(
        "backend",
        place,
        {"DJANGO_SETTINGS_MODULE": settings, "DATABASE_URL": database, "DEBUG": "False", "SECRET_KEY": "bench"},
    )
    from django.conf import settings as django_settings
    from django.contrib.auth import get_user_model

    django_settings.MEDIA_ROOT = str(place / "media")
    manage("migrate", "create_roles")
    user = get_user_model().objects.create_user("bench", password="bench")
    answer(lambda: one_round(source, user))


def one_round(source: Path, user: object) -> dict[str, float]:
    """Import *source* into a new project and export it; return the seconds of both."""
    from data_export.celery_tasks import export_dataset
    from data_import.datasets import load_dataset
    from data_import.pipeline.catalog import create_file_format
    from data_import.pipeline.readers import FileName
    from django.conf import settings
    from labels.models import Span
    from projects.models import ProjectType, SequenceLabelingProject

    project = SequenceLabelingProject.objects.create(
        name="bench",
        description="",
        project_type=ProjectType.SEQUENCE_LABELING,
        created_by=user,
        collaborative_annotation=True,
        allow_overlapping=True,
    )
    names = [FileName(str(source), source.name, source.name)]
    columns = {"column_data": "text", "column_label": "label"}
    began = time.perf_counter()
    dataset = load_dataset("SequenceLabeling", create_file_format("JSONL"), names, project, **columns)
    dataset.save(user, batch_size=settings.IMPORT_BATCH_SIZE)
    imported = time.perf_counter()
    export_dataset(project.id, "JSONL", False)
    exported = time.perf_counter()
    marks = Span.objects.filter(example__project=project).count()
    return {"import": imported - began, "export": exported - imported, "marks": marks}


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
