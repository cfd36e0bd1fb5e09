"""Names in many scripts: shaped, the right way round, searchable, and never silently gone."""

import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from posapp.domain.documents import ReceiptDoc
from posapp.paths import resource
from posapp.printing.faces import FAMILY, face, face_for
from posapp.printing.receipt import render_receipt
from posapp.printing.style import Layout
from posapp.printing.text import GlyphRun, MissingRun, line, wrap
from tests.helpers.every import every

NAMES = {
    "Latin": "Ó Súilleabháin-Çağlayan, Nguyễn Thị Hồng Ngọc",
    "Greek": "Παπαδόπουλος Γιώργος",
    "polytonic": "Ἀριστοτέλης",
    "Cyrillic": "Шевченко Олександра Іванівна, Ђорђевић",
    "Armenian": "Հովհաննիսյան Արամ",
    "Georgian": "ბერიძე ნინო",
    "Hebrew": "כהן יעל בן־דוד",
    "Arabic": "محمد عبد الرحمن الأحمد",
    "Persian": "فرهاد می‌رزا پورعلی",
    "Chinese": "王小明",
    "Japanese": "やまだはなこ",
    "Korean": "김철수",
}
FONTS = {
    "Armenian": "NotoSansArmenian-Regular",
    "Georgian": "NotoSansGeorgian-Regular",
    "Hebrew": "NotoSansHebrew-Regular",
    "Arabic": "NotoSansArabic-Regular",
    "Chinese": "DroidSansFallback-Regular",
    "Japanese": "DroidSansFallback-Regular",
    "Korean": "NanumSquare-Regular",
}


def fonts_of(text: str) -> set[str]:
    found = set()
    for run in line(text).runs:
        assert not isinstance(run, MissingRun), run.text
        found.add(run.face.name)
    return found


@pytest.mark.parametrize("script", NAMES)
@pytest.mark.parametrize("layout", [Layout.ROLL80, Layout.A4])
def test_name_is_on_the_paper_as_written(script: str, layout: Layout, doc: ReceiptDoc) -> None:
    named = replace(doc, payor_name=NAMES[script], organisation=NAMES[script])
    # PDFium turns an Arabic ligature of two letters round.
    (page,) = PdfReader(io.BytesIO(render_receipt(named, layout=layout, long=False))).pages
    said = page.extract_text()
    # Invisible joiners are not drawn; long names break between words.
    for word in NAMES[script].replace("\u200c", "").split():
        assert said.replace("\u200c", "").count(word) >= 2, word


@every("script", FONTS)
def test_each_script_has_its_font(script: str) -> None:
    assert FONTS[script] in fonts_of(NAMES[script])


def test_ideographs_follow_the_script_around_them() -> None:
    assert fonts_of("山田はなこ") == {"DroidSansFallback-Regular"}
    assert fonts_of("金철수") == {"NanumSquare-Regular"}


def test_rc6_a_korean_name_brings_its_font_along() -> None:
    """Readers and printers without Korean fonts leave a blank where a font is only named."""
    assert fonts_of("金철수, 뷁 Kim") == {"NanumSquare-Regular", "NotoSans-Regular"}
    assert {
        run.face.name for run in line("김철수", bold=True).runs if isinstance(run, GlyphRun)
    } == {"NanumSquare-Bold"}


def test_arabic_letters_join() -> None:
    (run,) = line("محمد").runs
    assert isinstance(run, GlyphRun)
    alone = {face(run.face.name).shape(char, rtl=True)[0].gid for char in "محمد"}
    joined = [glyph.gid for glyph in run.glyphs]
    # The two meems have different forms, and no letter but the last keeps its lonely form.
    assert len(set(joined)) == 4
    assert len([gid for gid in joined if gid in alone]) <= 1


def test_right_to_left_lines_are_laid_out_from_the_right() -> None:
    (run,) = line("אבג").runs
    assert isinstance(run, GlyphRun)
    assert [glyph.text for glyph in run.glyphs] == ["ג", "ב", "א"]
    mixed = line("כהן 12 Levi").runs
    said = [
        "".join(glyph.text for glyph in part.glyphs) if isinstance(part, GlyphRun) else part.text
        for part in mixed
    ]
    # The base runs right to left: the Latin word is leftmost and itself reads left to right.
    assert said[0].startswith("Levi") or "12 Levi" in said[0]
    assert "".join(said).strip().endswith("הכ")


def test_parentheses_are_mirrored_in_right_to_left_text() -> None:
    plain = face("NotoSans-Regular").shape("(", rtl=False)[0].gid
    runs = [run for run in line("(אב)").runs if isinstance(run, GlyphRun)]
    first = runs[0].glyphs[0]
    assert first.text == ")"
    assert first.gid == plain


def test_combining_marks_sit_on_their_letters() -> None:
    composed = line("e\u0301")
    (run,) = composed.runs
    assert isinstance(run, GlyphRun)
    assert len(run.glyphs) == 1
    (run,) = line("q\u0303x\u0301").runs
    assert isinstance(run, GlyphRun)
    assert [glyph.advance > 0 for glyph in run.glyphs] == [True, False, True, False]
    assert run.glyphs[1].dx or run.glyphs[1].dy


@pytest.mark.parametrize("unknown", ["\U0001f600", "\u0e01", "\U00020000", "\ue000", "\u9fff"])
def test_unknown_characters_are_visible_boxes(unknown: str, doc: ReceiptDoc) -> None:
    runs = line(f"A{unknown}B").runs
    (box,) = [run for run in runs if isinstance(run, MissingRun)]
    assert box.text == unknown
    assert box.advance > 0
    count = stroked(doc, "AB")
    assert stroked(doc, f"A{unknown}B") == count + 1
    assert stroked(doc, f"A{unknown * 3}B") == count + 3


def stroked(doc: ReceiptDoc, name: str) -> int:
    """Outlined rectangles on a receipt."""
    pdf = render_receipt(replace(doc, payor_name=name), layout=Layout.ROLL80, long=False)
    content = PdfReader(io.BytesIO(pdf)).pages[0].get_contents()
    assert content is not None
    return content.get_data().count(b" re S")


def test_true_minus_is_as_wide_as_a_plus_and_keeps_its_meaning() -> None:
    for weight in ("Regular", "Bold"):
        font = face(f"NotoSans-{weight}")
        (minus,) = font.shape("−", rtl=False)
        (plus,) = font.shape("+", rtl=False)
        (dash,) = font.shape("–", rtl=False)
        assert (minus.text, minus.advance) == ("−", plus.advance)
        assert (dash.text, dash.dy) == ("–", 0)
        assert minus.dy > 0


def test_figures_have_one_width_so_that_amounts_align() -> None:
    for weight in ("Regular", "Bold"):
        font = face(f"NotoSans-{weight}")
        assert len({font.shape(digit, rtl=False)[0].advance for digit in "0123456789"}) == 1


def test_lines_break_at_blanks_hyphens_and_between_ideographs() -> None:
    assert [part.text for part in wrap("one two three", 30, 10)] == ["one", "two", "three"]
    assert [part.text for part in wrap("Anne-Marie", 40, 10)] == ["Anne-", "Marie"]
    assert [part.text for part in wrap("王小明王", 20, 10)] == ["王小", "明王"]
    assert [part.text for part in wrap("one\ntwo", 100, 10)] == ["one", "two"]
    assert [part.text for part in wrap("", 100, 10)] == [""]


def test_overlong_words_are_cut_but_never_off_their_marks() -> None:
    parts = wrap("q\u0303" * 40, 60, 10)
    assert "".join(part.text for part in parts) == "q\u0303" * 40
    assert all(part.width(10) <= 60.01 for part in parts)
    assert not any(part.text.startswith("\u0303") for part in parts)


def test_every_sign_of_the_national_character_sets_has_a_glyph() -> None:
    """GBK, Shift JIS and Big5: what names of Chinese and Japanese people are written in."""
    for codec in ("gbk", "shift_jis", "big5"):
        signs = [chr(code) for code in range(0x4E00, 0x9FA6) if encodes(chr(code), codec)]
        assert len(signs) > 6000
        assert not [sign for sign in signs if face_for(sign, bold=False) is None]


def encodes(char: str, codec: str) -> bool:
    try:
        char.encode(codec)
    except UnicodeEncodeError:
        return False
    return True


def test_every_font_is_shipped_with_its_licence() -> None:
    folder = resource("fonts")
    for name in FAMILY:
        for weight in ("Regular", "Bold"):
            assert (folder / f"{name}-{weight}.ttf").is_file()
    for weight in ("Regular", "Medium", "SemiBold", "Bold"):
        assert (folder / f"Inter-{weight}.otf").is_file()
    for licence in ("Noto-LICENSE.txt", "Inter-LICENSE.txt"):
        text = (folder / licence).read_text("utf-8")
        assert "Copyright" in text
        assert "SIL OPEN FONT LICENSE Version 1.1" in text
        assert "PERMISSION & CONDITIONS" in text
    assert (folder / "DroidSansFallback-Regular.ttf").is_file()
    text = (folder / "Droid-LICENSE.txt").read_text("utf-8")
    assert "Google Corp." in text
    assert "Apache License" in text
    assert "TERMS AND CONDITIONS" in text
