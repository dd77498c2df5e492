import pytest

from annotator.analysis.lexicon import lexicon
from annotator.analysis.proposals import ClaimProposal, propose
from annotator.model.annotation import Annotation, Kind, Span
from tests.work import calls_of

# [content], {cue}, <claimant>; every example is proposed for without any mark on the page
ENGLISH = [
    "<Kim Jong Un> {stated that} [a monument would be built in Pyongyang].",
    "“[Soon a monument will be erected],” <Kim Jong Un> {said}.",
    "“[The plate allowed four tons],” {said} <Gerasimov>.",
    "{According to} <him>, [significant help came from the military].",
    "[Help came from the military], {according to} the <Norhaven Gazette>.",
    "Captain <Joao Teles> {told} reporters that [the cargo would spoil by Thursday].",
    "Kim Jong Un praised them. <He> {described it as} a “[sacred mission]” of friendship.",
    "The <Harbour Board> {did not deny that} [the list existed].",
    "The <Dockers' Union> {counted} [4,000 men on strike]; the Harbour Board said that 2,600 had stayed away.",
    "The Dockers' Union counted 4,000 men; the <Harbour Board> {said that} [no more than 2,600 had stayed away].",
    "<Edith Munro>, who sat at the exchange, {never claimed that} [the bell had rung].",
    "The <spokeswoman> said the files did not mention any, and {warned that} [one ledger was not proof].",
    "Most notes were written by clerks, but [some are by the holders], the historian <Tobias Renner> also {said}.",
    "“[I counted the seconds]. I came to sixty,” <Matilda Crane> {recalled}.",
    "“[It sticks in wet weather],” <she> {told} the commission, “and everyone knows it.”",
    "<Merrick> {hasn’t said whether} [the roster would be withdrawn].",
    "{In the view of} Professor <Elias Saxe>, [the break was old].",
    "The <mayor's office> {denied} [the report] on Monday.",
    "The <mayors of the valley> {believe that} [it is nearer to 900 million].",
    "“He knew,” <Holte> {said}. “[He got me out of there].” He asked whether he might stop.",
    "<Voll> wrote to the Board in May and {demanded that} [the chain be changed].",
    "In London, <Smith> {was of the opinion that} [the treaty had lapsed].",
]
GERMAN = [
    "<Käthe Öhlmann> {sagte, dass} [die Brücke gesperrt bleibt].",
    "»[Wir können niemanden über diese Brücke schicken]«, {sagte} Baudirektorin <Käthe Öhlmann>.",
    "{Laut} dem Müllermeister <Götz Prüß> [war der Schaden lange bekannt].",
    "Die <Behörde> {bestritt, dass} [es eine solche Meldung gegeben habe].",
    "Bürgermeister <Jürgen Weiß> {bezeichnete die Sperrung als} »[Katastrophe für die Höfe]«.",
    "„[Das ist falsch]“, {erklärte} die <Landesbaubehörde>.",
    "[Der Schaden sei lange bekannt gewesen], {so} <Prüß>.",
    "Öhlmann sprach am Freitag. <Sie> {schätzte} [die Kosten auf 4,2 Millionen Euro].",
    "Der <Regierung> {zufolge} [wird die Brücke bis Ostern gebaut].",
    "<Jens Ahlers>, der Sprecher des Hafens, {teilte mit, dass} [die Kräne stillstehen].",
    "Wie <Ahlers> {berichtete}, [sind drei Schiffe umgeleitet worden].",
    "Die <Gewerkschaft> {kündigte an}, [am Montag zu streiken].",
    "„[Ich habe nichts gesehen]“, {beteuerte} der <Nachtwächter>.",
    "{Nach Angaben} der <Polizei> [war das Tor verschlossen].",
    "<Er> {gab zu}, [den Schlüssel verloren zu haben].",
    "Ob das stimmt, ist offen. <Mertens> jedenfalls {hält daran fest, dass} [die Rechnung bezahlt wurde].",
    "„[Das war ein Fehler]“, {räumte} die <Direktorin> ein.",
    "<Weiß> {hat nie behauptet, dass} [die Brücke sicher sei].",
    "Der <Stadtrat> {forderte} am Dienstag [eine Behelfsbrücke].",
    "<Clara Jansen> {schrieb} 1921 in ihr Tagebuch: „[Der Hafen ist leer].“",
    "[Die Akten seien verbrannt], {hieß es} aus dem <Ministerium>.",
]
FRENCH = [
    "<Étienne Marchand> {a affirmé que} [les travaux commenceront en septembre].",
    "« [Nous avons vu le calendrier] », {a déclaré} sa secrétaire, <Hélène Roux>.",
    "{Selon} <Étienne Marchand>, [les travaux du quai nord sont prêts].",
    "Hélène Roux a parlé. <Elle> {a ajouté que} [240 emplois étaient menacés].",
    "{D’après} la <préfecture>, [aucune demande n’a été déposée].",
    "Le <syndicat> {n’a pas confirmé que} [la décision est prise].",
    "« [Tout est prêt] », {dit} <Marchand>.",
    "L’historienne <Odile Ferrand> {rappelle que} [le quai avait été fermé onze mois].",
    "Le ministre <Paul Aubry> {a annoncé que} [le pont serait fermé].",
    "« [Personne ne nous a prévenus] », {regrette} <Jeanne Morel>.",
    "[Le canal est sûr], {assure} la <préfecture>.",
    "{Selon} le <journal>, [trois navires ont été déroutés].",
    "<Roux> {n’a jamais prétendu que} [la grue était neuve].",
    "Le <gouvernement> {a promis de} [rouvrir la ligne].",
    "« [Je n’ai rien vu], » {a juré} le <gardien>.",
    "Il pleuvait. <Il> {a reconnu que} [la clé était perdue].",
    "<Marchand>, le directeur du port, {estime que} [les travaux dureront un an].",
    "{Aux dires de} <Luc Perrin>, [le phare était éteint].",
    "La <Compagnie du Nord> {a fait savoir que} [le convoi partirait lundi].",
    "<Odile Ferrand> {écrit} dans son livre : « [Le quai fut fermé onze mois]. »",
]
SPANISH = [
    "<Lucía Ortega> {afirmó que} [el puerto seguirá abierto].",
    "«[Nadie vio la barca]», {dijo} <Ramón Vidal>.",
    "{Según} el <ayuntamiento>, [las obras costarán dos millones].",
    "El <sindicato> {no ha negado que} [la huelga sigue].",
    "—Habló el alcalde. <Ella> {añadió que} [el muelle estaba cerrado].",
    "El alcalde <Tomás Rey> {calificó la huelga de} «[desastre]».",
    "El ministro <Pablo Rojas> {anunció que} [el puente se cerraría].",
    "«[Nadie nos avisó]», {lamentó} <Juana Morel>.",
    "[El canal es seguro], {aseguró} la <policía>.",
    "{De acuerdo con} el <periódico>, [tres barcos fueron desviados].",
    "<Vidal> {nunca dijo que} [la grúa fuera nueva].",
    "El <gobierno> {prometió} [reabrir la línea].",
    "“[No vi nada]”, {juró} el <guardián>.",
    "Llovía. <Él> {reconoció que} [la llave se había perdido].",
    "<Ortega>, la directora del puerto, {cree que} [las obras durarán un año].",
    "{En palabras de} <Luis Peral>, [el faro estaba apagado].",
    "La <Compañía del Norte> {hizo saber que} [el convoy saldría el lunes].",
    "<Odalis Ferrer> {escribió} en su libro: «[El muelle estuvo cerrado once meses]».",
    "—[Nadie vio la barca] —{dijo} <Vidal>—. Nadie.",
    "<Rey> {negó} ayer [cualquier retraso en las obras].",
]
RUSSIAN = [
    "Сторож <Фёдор Лапин> {утверждал, что} [на берегу не горело ни одного фонаря].",
    "«[Я сам видел, как баржа ударила в угол]», — {рассказал} сторож <Фёдор Лапин>.",
    "{По словам} смотрителя <Ивана Петрова>, [лёд повредил восемь свай].",
    "<Управление> {отрицало, что} [мука стояла на пристани].",
    "Белова осмотрела сваи. <Она> {потребовала} [завести журнал осмотров].",
    "<Воронин> {не подтвердил, что} [потерял муку].",
    "Министр <Павел Орлов> {объявил, что} [мост закроют].",
    "«[Нас никто не предупредил]», — {жаловалась} <Анна Морева>.",
    "{По данным} <полиции>, [ворота были заперты].",
    "{Как сообщает} <газета>, [три судна ушли в другой порт].",
    "<Лапин> {никогда не говорил, что} [фонарь горел].",
    "<Правительство> {пообещало} [открыть линию].",
    "[Канал безопасен], {заверил} капитан <Егоров>.",
    "Шёл дождь. <Он> {признал, что} [ключ потерян].",
    "<Петров>, начальник порта, {считает, что} [работы займут год].",
    "{По мнению} <Ольги Беловой>, [маяк не горел].",
    "<Компания> {дала понять, что} [караван выйдет в понедельник].",
    "<Фёдор Лапин> {написал} в дневнике: «[Пристань пуста]».",
    "— [Я сам видел баржу], — {сказал} <сторож>. — Она тонула.",
    "<Орлов> {опроверг} вчера [сообщение о задержке].",
]
ARABIC = [
    "«[هذا المكان ذاكرة المدينة كلها]»، {قالت} <المؤرخة ليلى حداد>.",
    "{بحسب} <صحيفة البحر>، [الميناء مغلق].",
    "{ونفت} <البلدية> [أنها رفضت الطلب].",
    "{وأكد} <المهندس يوسف العطار> أن [جدار الميناء لن يحتاج إلى إصلاح].",
]
CHINESE = [
    "<馆长陈书怡>{表示}，[这批档案很可靠]。",
    "{据}<《海明日报》>报道，[档案中有一份名单]。",
    "“[我祖父的名字就在第三页]，”<退休教师王桂兰>{说}。",
    "<港务局>{否认}[曾经隐瞒这份名单]。",
    "<海明市档案馆>星期五{宣布}，[将开放两千卷档案]。",
]
EXAMPLES = [
    (language, example)
    for language, examples in (
        ("en", ENGLISH), ("de", GERMAN), ("fr", FRENCH), ("es", SPANISH), ("ru", RUSSIAN), ("ar", ARABIC),
        ("zh", CHINESE),
    )
    for example in examples
]  # fmt: skip


def parsed(example: str) -> tuple[str, dict[str, Span]]:
    """Return the text without its brackets, and what stood in "[", "{" and "<"."""
    text, parts, opened = "", {}, {}
    pairs = {"]": "[", "}": "{", ">": "<"}
    for character in example:
        if character in "[{<":
            opened[character] = len(text)
        elif character in pairs:
            parts[pairs[character]] = Span(opened[pairs[character]], len(text))
        else:
            text += character
    return text, parts


def mark(span: Span, tag: str, kind: Kind = "entity", name: str = "") -> Annotation:
    return Annotation(name or f"{tag} {span.start}", "d", kind, tag, (span,), "AK", "", "")


def words(text: str, span: Span) -> str:
    return text[span.start : span.end]


def first_proposal(language: str, example: str) -> ClaimProposal:
    """Return what is proposed for an example; its first cue and claimant are those that the example marks."""
    text, parts = parsed(example)

    proposal = propose(text, (parts["["],), [], language)

    assert words(text, proposal.cues[0].span) == words(text, parts["{"])
    assert words(text, proposal.claimants[0].span) == words(text, parts["<"])
    return proposal


@pytest.mark.parametrize(("language", "example"), EXAMPLES)
def test_the_first_proposal_is_what_a_reader_would_say(language: str, example: str):
    proposal = first_proposal(language, example)

    assert proposal.cues[0].tag == "Cue"
    assert proposal.cues[0].annotation is proposal.claimants[0].annotation is None


@pytest.mark.parametrize(("language", "example"), EXAMPLES)
def test_a_marked_claimant_is_the_one_proposed(language: str, example: str):
    text, parts = parsed(example)

    proposal = propose(text, (parts["["],), [mark(parts["<"], "Person", name="who")], language)

    assert proposal.claimants[0].annotation == "who"
    assert proposal.claimants[0].span == parts["<"]


@pytest.mark.parametrize(
    ("example", "quotation"),
    [
        ("Kim said: “[We will build it.]”", "direct"),
        ("“[We will build it],” Kim said.", "direct"),
        ('"[The firm choice, he knew, is to support them],” said Kim.', "direct"),
        ("Kim said “[we will build it and we will do so before the winter, and nobody will stop us]”.", "direct"),
        ("He called it a [“sacred mission” of friendship].", "mixed"),
        ("He described it as a “[sacred mission]” aimed at friendship.", "mixed"),
        ("He said that [they would build it].", "indirect"),
        ("[The ship was late].", "none"),
        ("»[Wir gehen]«, sagte er.", "direct"),
        ("„[Wir gehen]“, sagte er.", "direct"),
        ("« [Nous partons] », a dit Roux.", "direct"),
        ("“[我们不走]，”她说。", "direct"),
        ("她表示，这是“[最可靠的材料]”。", "mixed"),
        ("It's the men's wage, he said, that [they can't live on].", "indirect"),
        ("He wrote: “We left. [We never came back]. We were glad.” Nobody answered.", "direct"),
        ("“A newspaper quotes on and [on into the next paragraph].\n", "direct"),
        ("[We never came back],” Holte said.", "direct"),
        ('[We never came back]," Holte said.', "direct"),
        ("[Wir gehen nicht]«, sagte er.", "direct"),
        ("[Nous partons] », a dit Roux.", "direct"),
        ("[Wir gehen nicht]“, sagte er.", "direct"),
        ('The pipe was 5" wide, he said, and [it leaked].', "indirect"),
        ("'[We will build it],' Kim said.", "direct"),
        ("'[The dockers' wages were never paid],' he said, 'and everyone knows it.'", "direct"),
        ("The dockers' union said that [the men's wages were late].", "indirect"),
        ("‘[The dockers’ wages weren’t paid],’ he said.", "direct"),
        ("``[We will build it],'' Kim said.", "direct"),
        (",,[Wir gehen nicht]'', sagte er.", "direct"),
        ("”[Emme lähde]”, hän sanoi.", "direct"),
        ("»[Vi går inte]», sade han.", "direct"),
        ("„[Nie pójdziemy]”, powiedział.", "direct"),
        ("彼は「[行かない]」と言った。", "direct"),
        ("他說：『[我們不走]』。", "direct"),
        ("그는 《[우리는 가지 않는다]》고 말했다.", "direct"),
        ("他在《海明日报》上说[他们不走]。", "indirect"),
        ("״[לא נלך]״, אמר דובר צה״ל.", "direct"),
        ('דובר צה"ל אמר [שלא ילכו].', "none"),
        ("«[Չենք գնա]», ասաց նա։", "direct"),
        ("— [Я сам видел баржу], — сказал он. — Она тонула.", "direct"),
        ("— Я сам видел баржу, — сказал он. — [Она тонула].", "direct"),
        ("— Я видел баржу, — [он лгал]. — Она тонула.", "none"),
        ("—[Nadie vio la barca] —dijo Vidal—. Nadie.", "direct"),
        ("—Nadie vio la barca —dijo Vidal—. [Nadie la vio].", "direct"),
        ("– [Nous partons], a dit Roux.", "direct"),
    ],
)
def test_quotation_marks_tell_direct_from_indirect_speech(example: str, quotation: str):
    text, parts = parsed(example)

    assert propose(text, (parts["["],), [], None).quotation == quotation


def test_an_interrupted_quotation_is_direct():
    text = "“It sticks in wet weather,” she told the commission, “and everyone knows it.”"
    content = (Span(1, 25), Span(text.index("and"), text.index(".”")))

    proposal = propose(text, content, [], "en")

    assert proposal.quotation == "direct"
    assert words(text, proposal.cues[0].span) == "told"
    assert words(text, proposal.claimants[0].span) == "she"


def test_a_cue_already_marked_is_proposed_as_it_is():
    text, parts = parsed("Voll <had> {once more insisted} that [the pin had sheared].")

    proposal = propose(text, (parts["["],), [mark(parts["{"], "Cue", "cue", "mine")], "en")

    assert proposal.cues[0].annotation == "mine"
    assert not any(words(text, each.span) == "insisted that" for each in proposal.cues)


def test_a_person_is_preferred_to_the_body_it_speaks_for_and_to_the_role():
    text = "Russian Foreign Ministry Official Maria Zakharova also confirmed that the soldiers took part."
    marks = [
        mark(Span(0, 24), "Organization"),
        mark(Span(25, 33), "Role"),
        mark(Span(text.index("Maria"), text.index(" also")), "Person"),
    ]

    proposal = propose(text, (Span(text.index("the soldiers"), len(text) - 1),), marks, "en")

    assert [each.tag for each in proposal.claimants] == ["Person", "Organization", "Role"]
    assert words(text, proposal.cues[0].span) == "confirmed that"


def test_who_is_spoken_about_or_spoken_to_comes_after_who_speaks():
    text, parts = parsed("<Gerasimov> {reported to} President Putin about [the liberation of the region].")
    marks = [mark(parts["<"], "Person"), mark(Span(text.index("Putin"), text.index("Putin") + 5), "Person")]

    proposal = propose(text, (parts["["],), marks, "en")

    assert words(text, proposal.claimants[0].span) == "Gerasimov"


def test_words_inside_of_somebody_elses_quotation_are_no_cue():
    text, parts = parsed("“He said that all was well,” the widow {testified}, but [the lamp was out].")

    proposal = propose(text, (parts["["],), [], "en")

    assert [words(text, each.span) for each in proposal.cues] == ["testified"]


def test_a_claim_within_a_quotation_finds_the_cue_within_it():
    text = "“My brother told me that the gate was locked, and I never doubted him for one moment,” said Holte."
    inner = Span(text.index("the gate"), text.index(", and"))

    proposal = propose(text, (inner,), [], "en")

    assert words(text, proposal.cues[0].span) == "told"


def test_a_verb_in_the_title_of_a_work_is_no_cue():
    text = "The Report of the Inquiry found its readers; [the town] kept quiet."
    content = Span(text.index("[") + 1, text.index("]"))

    proposal = propose(text, (content,), [mark(Span(4, 25), "Work")], "en")

    assert "report" not in [words(text, each.span).casefold() for each in proposal.cues]


def test_the_cue_ahead_of_a_quotation_in_its_own_paragraph_is_found():
    text = "The widow wrote to the Board:\n\n“The lamp was out.”"

    proposal = propose(text, (Span(32, 49),), [], "en")

    assert words(text, proposal.cues[0].span) == "wrote"


def test_the_speaker_of_a_long_quotation_is_found_at_its_end():
    text = "“We left. We ran. We came to the mole. Nobody was there. We waited an hour,” Sigrid Dahl testified."

    proposal = propose(text, (Span(1, 8),), [], "en")

    assert words(text, proposal.claimants[0].span) == "Sigrid Dahl"
    assert proposal.quotation == "direct"


def test_a_cue_of_the_next_sentence_is_left_to_it_unless_it_points_back():
    apart = propose("Voll left the shed. Keller said that it rained.", (Span(0, 18),), [], "en")
    back = propose("The bridge stays shut. That is what the Harbour Board said.", (Span(0, 21),), [], "en")

    assert apart == ClaimProposal((), (), "none")
    assert [each.span for each in back.cues] == [Span(54, 58)]
    assert back.claimants[0].tag == "Organization"


def test_a_name_goes_before_the_role_that_explains_it():
    text = "Marta Lindqvist, the union's secretary, said that they would stay."
    marks = [mark(Span(0, 15), "Person"), mark(Span(29, 38), "Role"), mark(Span(21, 26), "Organization")]

    proposal = propose(text, (Span(text.index("they"), len(text) - 1),), marks, "en")

    assert [each.tag for each in proposal.claimants] == ["Person", "Role", "Organization"]


def test_tags_of_unmarked_claimants_are_guessed_from_their_words():
    def tag(text: str) -> str:
        return propose(text, (Span(text.index("that") + 5, len(text) - 1),), [], "en").claimants[0].tag

    assert tag("The Harbour Board said that it was over.") == "Organization"
    assert tag("Aldous Merrick said that it was over.") == "Person"
    assert tag("The engineer said that it was over.") == "Role"


def test_nothing_around_a_claim_is_no_proposal():
    text = "of the sea"

    assert propose(text, (Span(0, 10),), [], "en") == ClaimProposal((), (), "none")
    assert propose(text, (), [], "en") == ClaimProposal((), (), "none")


@pytest.mark.parametrize("language", ["en", "de", "fr", "es", "ru", "ar", "zh"])
def test_every_language_has_words_of_its_own(language: str):
    assert lexicon(language) is lexicon(f"{language}-XX")
    assert language == "en" or lexicon(language) is not lexicon("en")


def test_a_language_without_words_is_read_as_english():
    assert lexicon("eo") is lexicon(None) is lexicon("en")
    assert lexicon("../../x") is lexicon("en")


def test_a_long_article_is_proposed_for_with_the_work_of_a_short_one():
    paragraph = "Edith Munro said that “it was late”. The clerk denied that it was so. Nobody answered him.\n\n"
    short, text = paragraph * 9, paragraph * 10_000

    def work(text: str) -> int:
        place = text.index("it was so", len(text) // 2)
        return calls_of(lambda: propose(text, (Span(place, place + 9),), [], "en"))

    work(short)
    assert work(text) <= work(short)


def test_one_long_line_takes_no_more_work():
    sentence = "He said that “it was late” and she denied that it was so. "
    short, text = sentence * 300, sentence * 20_000

    def proposed(text: str) -> ClaimProposal:
        place = text.index("it was so", len(text) // 2)
        return propose(text, (Span(place, place + 9),), [], "en")

    assert words(text, proposed(text).cues[0].span) == "denied that"
    proposed(short)
    assert calls_of(lambda: proposed(text)) <= 3 * calls_of(lambda: proposed(short))
