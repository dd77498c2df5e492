import threading

import pytest

from annotator.app.jobs import Jobs, Latest
from annotator.errors import Cancelled, UsageError


def test_a_job_works_beside_the_window_and_its_result_arrives_in_it(qtbot):
    jobs = Jobs()
    threads = []
    arrived = []

    def work(progress, cancelled):
        threads.append(threading.get_ident())
        progress(3, 3, "third")
        return 42

    job = jobs.run("Counting", work)
    job.progress.connect(lambda done, total, text: arrived.append((done, total, text, threading.get_ident())))
    with qtbot.waitSignal(job.finished, timeout=5000) as said:
        pass
    assert said.args == [42]
    assert threads != [threading.get_ident()]
    assert arrived == [(3, 3, "third", threading.get_ident())]


def test_cancel_reaches_the_work(qtbot):
    jobs = Jobs()
    go_on = threading.Event()

    def work(progress, cancelled):
        go_on.wait(5)
        if cancelled():
            raise Cancelled("stopped")

    job = jobs.run("Waiting", work)
    with qtbot.waitSignals([job.cancelled, job.ended, jobs.all_ended], timeout=5000):
        job.cancel()
        go_on.set()
    assert jobs.running == ()


def test_an_error_of_the_work_is_handed_over(qtbot):
    jobs = Jobs()

    def work(progress, cancelled):
        raise UsageError("there is no such place")

    job = jobs.run("Failing", work)
    with qtbot.waitSignal(job.failed, timeout=5000) as said:
        pass
    assert str(said.args[0]) == "there is no such place"


def test_much_progress_is_not_all_told(qtbot):
    jobs = Jobs()
    told = []

    def work(progress, cancelled):
        for number in range(10_000):
            progress(number, 10_000, "")
        progress(10_000, 10_000, "")

    job = jobs.run("Counting", work)
    job.progress.connect(lambda done, total, text: told.append(done))
    with qtbot.waitSignal(job.finished, timeout=5000):
        pass
    assert told[-1] == 10_000
    assert len(told) < 1000


def test_only_the_answer_to_the_last_question_is_told(qtbot):
    latest, go_on, begun = Latest(Jobs(), "Asking"), threading.Event(), []

    def question(number):
        def work(progress, cancelled):
            begun.append(number)
            go_on.wait(5)
            if number == 1:
                raise UsageError("nobody hears of this")
            return number

        return work

    answers = []
    latest.answered.connect(answers.append)
    latest.failed.connect(answers.append)
    for number in (1, 2, 3):
        latest.ask(question(number))
    assert latest.is_asking
    with qtbot.waitSignal(latest.answered, timeout=5000):
        go_on.set()
    assert answers == [3]
    assert begun == [1, 3]
    assert not latest.is_asking


def test_a_question_that_is_dropped_has_no_answer(qtbot):
    jobs, go_on = Jobs(), threading.Event()
    latest = Latest(jobs, "Asking")
    latest.answered.connect(lambda answer: pytest.fail(f"{answer}"))
    latest.ask(lambda progress, cancelled: go_on.wait(5))
    latest.drop()
    assert not latest.is_asking
    with qtbot.waitSignal(jobs.all_ended, timeout=5000):
        go_on.set()


def test_a_question_that_fails_says_so(qtbot):
    latest = Latest(Jobs(), "Asking")

    def work(progress, cancelled):
        raise UsageError("there is no such place")

    with qtbot.waitSignal(latest.failed, timeout=5000) as said:
        latest.ask(work)
    assert str(said.args[0]) == "there is no such place"
