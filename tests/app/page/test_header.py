"""The block above the text says date, source and fixity, however narrow the page is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtGui import QFontMetricsF

from annotator.app.page.header import Header, facts, rows_of
from annotator.app.page.style import PageStyle
from tests.app.conftest import make_document

PARTS = st.lists(st.text("abc d", min_size=1, max_size=30), min_size=1, max_size=6)


@pytest.fixture(scope="session")
def metrics(qapp):
    return QFontMetricsF(PageStyle().small_font)


@given(parts=PARTS, width=st.floats(250, 900))
def test_rows_hold_every_fact_in_order_and_none_is_too_wide(metrics, parts, width):
    rows = rows_of(parts, metrics, width)

    assert " · ".join(rows) == " · ".join(parts)
    assert all(metrics.horizontalAdvance(row) <= width for row in rows)


def test_a_file_name_that_is_longer_than_a_row_loses_its_middle(metrics):
    (row,) = rows_of(["imported from " + "a" * 200 + ".txt"], metrics, 300)

    assert row.startswith("imported from ")
    assert row.endswith(".txt")
    assert metrics.horizontalAdvance(row) <= 300


def test_a_narrow_page_says_the_fixity_in_another_row(qapp, metrics):
    document = make_document("Letters of the harbour company").document
    assert facts(document)[-1].startswith("SHA-256 ")

    wide, narrow = (Header(document, PageStyle(), width) for width in (700, 250))

    assert len(rows_of(facts(document), metrics, 250)) > 1
    assert rows_of(facts(document), metrics, 250)[-1].endswith(facts(document)[-1])
    assert narrow.height >= wide.height + metrics.height()
