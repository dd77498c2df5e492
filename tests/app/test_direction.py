from annotator.app.direction import reads_leftwards


def test_most_letters_say_which_way_a_line_is_read():
    assert reads_leftwards("وقال محمد علي إن Kim")
    assert not reads_leftwards("… علي met again on that day")
    assert not reads_leftwards("12 % …")
    assert not reads_leftwards("")
