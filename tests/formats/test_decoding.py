"""Bytes become the text that was meant, or a sentence says why not."""

import os

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotator.errors import InputError
from annotator.formats.decoding import decode, start_of_text

ENGLISH = "The “sacred mission” – as he called it – wasn’t over."
GERMAN = "Der Minister erklärte am Dienstag, die Brücke werde für längere Zeit gesperrt."
FRENCH = "« Nous n’avons pas été prévenus », a déclaré l’élève. La grève à Besançon était finie."
SPANISH = "El señor Núñez declaró que la reunión de mañana será pública y abierta a los niños."
POLISH = "Minister oświadczył, że most będzie zamknięty. Władze sprawdzają szkody."
CZECH = "Ministr prohlásil, že most bude uzavřen. Úřady prověřují škody způsobené při povodních."
TURKISH = "Bakan salı günü köprünün uzun süre kapalı kalacağını söyledi. Yetkililer hasarı inceliyor."
MIXED = "Müller from Besançon met Núñez and Søren in Ängelholm, said the paper."
RUSSIAN = "Министр заявил во вторник, что мост будет закрыт. Власти проверяют ущерб. " * 12
GREEK = "Ο υπουργός δήλωσε την Τρίτη ότι η γέφυρα θα κλείσει για μεγάλο διάστημα."
HEBREW = "השר אמר ביום שלישי כי הגשר ייסגר לזמן רב והרשויות בודקות את הנזק"
ARABIC = "قال الوزير يوم الثلاثاء إن الجسر سيغلق لفترة طويلة وإن السلطات تفحص الأضرار"
CHINESE = "部长星期二表示,大桥将长期关闭。当局正在检查洪水造成的损失。" * 12
JAPANESE = "大臣は火曜日、橋が長期間閉鎖されると述べた。当局は被害を調べている。" * 12


def test_plain_utf8_is_sure_and_leaves_no_trace_in_the_metadata():
    decoded = decode(GERMAN.encode())

    assert (decoded.text, decoded.encoding, decoded.confidence, decoded.bom) == (GERMAN, "utf-8", 1.0, False)
    assert decoded.metadata() == {}


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-32"])
def test_a_byte_order_mark_says_the_encoding_and_is_no_text(encoding):
    decoded = decode(ARABIC.encode(encoding))

    assert (decoded.text, decoded.bom) == (ARABIC, True)
    assert decoded.metadata() == {"encoding": encoding, "encoding_confidence": 1.0}


@pytest.mark.parametrize(
    ("mark", "encoding"), [(b"\xfe\xff", "utf-16-be"), (b"\xff\xfe", "utf-16-le"), (b"\0\0\xfe\xff", "utf-32-be")]
)
def test_a_mark_of_either_byte_order_is_obeyed(mark, encoding):
    assert decode(mark + CHINESE.encode(encoding)).text == CHINESE


def test_only_the_first_byte_order_mark_is_left_out():
    assert decode("\ufeff\ufeffa\ufeff".encode()).text == "\ufeffa\ufeff"


def test_utf16_that_begins_with_nul_is_not_taken_for_utf32():
    assert decode(b"\xff\xfe\0\0a\0").text == "\0a"


def test_a_file_that_breaks_what_its_mark_promises_is_refused():
    with pytest.raises(InputError, match="begins as UTF-8, but byte 4 does not belong"):
        decode(b"\xef\xbb\xbfa\xff")
    with pytest.raises(InputError, match="begins as UTF-16"):
        decode(b"\xff\xfea\0\0")


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf16_without_a_mark_is_recognised_where_it_is_obvious(encoding):
    decoded = decode(FRENCH.encode(encoding))

    assert (decoded.text, decoded.encoding) == (FRENCH, encoding)


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        (ENGLISH, "cp1252"),
        (ENGLISH, "mac_roman"),
        ("The price was £5 — “too much”, he said.", "cp1252"),
        (MIXED, "cp1252"),
        (GERMAN, "latin-1"),
        (GERMAN, "cp850"),
        (GERMAN, "mac_roman"),
        ("Über die Brücke", "cp1252"),
        (FRENCH, "cp1252"),
        ("La grève à Besançon est terminée", "cp850"),
        ("La grève à Besançon est terminée", "mac_roman"),
        (SPANISH, "cp1252"),
        (SPANISH, "cp850"),
        (POLISH, "cp1250"),
        (POLISH, "iso8859-2"),
        (POLISH, "cp852"),
        (CZECH, "cp1250"),
        (CZECH, "iso8859-2"),
        (TURKISH, "cp1254"),
        (RUSSIAN, "cp1251"),
        (RUSSIAN, "koi8-r"),
        (RUSSIAN, "cp866"),
        (GREEK, "cp1253"),
        (HEBREW, "cp1255"),
        (ARABIC, "cp1256"),
        (CHINESE, "gb18030"),
        (JAPANESE, "shift_jis"),
        (JAPANESE, "euc_jp"),
        (JAPANESE, "iso2022_jp"),
    ],
)
def test_old_encodings_are_guessed_and_the_guess_is_said_to_be_one(text, encoding):
    data = text.encode(encoding)

    decoded = decode(data)

    assert decoded.text == text
    assert 0 < decoded.confidence < 1
    assert data.decode(str(decoded.metadata()["encoding"])) == text


@pytest.mark.parametrize("text", ["\0", "a\0b", "page\fbreak\x1a", "\x1b[1mbold\x1b[0m", "a\x01b\x02"])
def test_stray_control_characters_are_text(text):
    assert decode(text.encode()).text == text


@pytest.mark.parametrize(
    "data",
    [
        b"\0" * 1000,
        bytes(range(256)) * 20,
        b"\x7fELF\x02\x01\x01\0" + bytes(40) + b"\xff\xfe\xfd" * 9,
        b"caf\xe9" + b"\x01\x02\x03\x04" * 5,
    ],
)
def test_what_is_mostly_control_characters_is_no_text(data):
    with pytest.raises(InputError, match="not plain text"):
        decode(data)


def test_random_bytes_are_never_taken_for_text():
    for size in range(1000, 9000, 1000):
        with pytest.raises(InputError, match=r"not plain text|cannot be told"):
            decode(os.urandom(size))


def test_one_broken_byte_does_not_garble_a_text_in_utf8():
    data = RUSSIAN.encode()
    with pytest.raises(InputError, match="it is UTF-8, but byte 100 does not belong there"):
        decode(data[:100] + b"\xff" + data[100:])
    with pytest.raises(InputError, match="it is UTF-8"):
        decode(data[: len(data) // 2] + b"\xd0")


def test_a_lone_surrogate_in_bytes_is_named():
    with pytest.raises(InputError, match="byte 2 begins a lone surrogate"):
        decode("ab\ud800c".encode("utf-8", "surrogatepass"))


@settings(max_examples=70)
@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=80))
def test_every_text_without_many_controls_comes_back_from_utf8(text):
    if text.startswith("\ufeff") or sum(character < " " for character in text) > 5:
        return

    assert decode(text.encode()).text == text


@settings(max_examples=40)
@given(st.binary(max_size=200))
def test_any_bytes_give_a_refusal_or_a_text_that_the_encoding_gives_again(data):
    try:
        decoded = decode(data)
    except InputError:
        return
    assert data.decode(decoded.encoding) == decoded.text
    decoded.text.encode("utf-8")


@given(st.binary(max_size=60))
def test_the_start_of_any_file_can_be_looked_at(head):
    assert isinstance(start_of_text(head), str)
