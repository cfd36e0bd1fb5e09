"""Strips above the content: a word, a sentence, an action; warnings are no message boxes."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from posapp.i18n import _
from posapp.ui.announce import announce
from posapp.ui.formats import in_order
from posapp.ui.icons import pixmap
from posapp.ui.theme import dp, tokens_of
from posapp.ui.tokens import Tone
from posapp.ui.widgets.buttons import KeyButton
from posapp.ui.widgets.done_line import DoneLine
from posapp.ui.widgets.looks import set_look, text_label

_ICONS: Final = {
    Tone.RED: "error",
    Tone.AMBER: "warning",
    Tone.GREEN: "success",
    Tone.BLUE: "info",
    Tone.GREY: "info",
}
_WORDS: Final = {
    Tone.RED: "Error",
    Tone.AMBER: "Warning",
    Tone.GREEN: "Done",
    Tone.BLUE: "Note",
    Tone.GREY: "Note",
}


@dataclass(frozen=True, slots=True)
class Notice:
    """What a strip says.

    Attributes:
        text: what happened, why, and what to do.
        tone: red error, amber warning, green done, blue or grey note.
        action: words of the button, empty for none.
        on_action: called when the button is pressed.
        hint: key to show on the button; the window binds it.
        word: the bold word in front; empty for the tone's own.
        stays: reading the page anew does not settle it.
    """

    text: str
    tone: Tone = Tone.AMBER
    action: str = ""
    on_action: Callable[[], object] | None = None
    hint: str = ""
    word: str = ""
    stays: bool = False


class Banner(QFrame):
    """One strip; hidden while it has nothing to say."""

    def __init__(self, *, reserve: bool = False) -> None:
        """Make a strip.

        Args:
            reserve: keep its room while hidden, where content below must not move.
        """
        super().__init__()
        self.setProperty("role", "banner")
        policy = self.sizePolicy()
        policy.setVerticalPolicy(QSizePolicy.Policy.Maximum)
        policy.setRetainSizeWhenHidden(reserve)
        self.setSizePolicy(policy)
        self.setMinimumHeight(dp(46))
        self._notice: Notice | None = None
        self._icon = QLabel()
        self._word = text_label("", "banner-word")
        self._text = text_label("", wrap=True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._button = KeyButton("", self._on_action, name="banner_action")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(dp(14), dp(5), dp(7), dp(5))
        layout.setSpacing(dp(10))
        layout.addWidget(self._icon)
        layout.addWidget(self._word)
        layout.addWidget(self._text, 1)
        layout.addWidget(self._button)
        self.hide()

    @property
    def notice(self) -> Notice | None:
        """What is shown."""
        return self._notice

    def show_notice(self, notice: Notice) -> None:
        """Say something, aloud too."""
        self._notice = notice
        word = notice.word or _(_WORDS[notice.tone])
        for part in (self, self._word):
            set_look(part, "tone", notice.tone.value)
        self._word.setText(word)
        self._text.setText(in_order(notice.text))
        self.setAccessibleName(f"{word}: {notice.text}")
        colour = tokens_of(self.palette()).tone(notice.tone).mark
        self._icon.setPixmap(pixmap(_ICONS[notice.tone], colour, dp(18), 2.0))
        self._button.setVisible(bool(notice.action))
        self._button.show_text(notice.action)
        self._button.show_hint(notice.hint)
        self.show()
        announce(self, f"{word}: {notice.text}", urgent=notice.tone is Tone.RED)

    def clear(self) -> None:
        """Say nothing any more."""
        self._notice = None
        self._text.clear()
        self.hide()

    def text(self) -> str:
        """The sentence shown, empty when hidden."""
        return self._text.text()

    def _on_action(self) -> None:
        if self._notice is not None and self._notice.on_action is not None:
            self._notice.on_action()


def merged(notices: Sequence[Notice]) -> tuple[Notice, ...]:
    """Notices with those of one colour and without a button in one strip, to save height."""
    found: list[Notice] = []
    for notice in notices:
        plain = [one for one in found if (one.tone, one.word, one.action) == (notice.tone, "", "")]
        if plain and not notice.action and not notice.word:
            at = found.index(plain[0])
            found[at] = Notice(f"{found[at].text} {notice.text}", notice.tone)
        else:
            found.append(notice)
    return tuple(found)


class BannerStack(QWidget):
    """Several strips, most severe first; each says one thing."""

    _ORDER: Final = (Tone.RED, Tone.AMBER, Tone.GREEN, Tone.BLUE, Tone.GREY)

    def __init__(self, done: DoneLine | None = None) -> None:
        """Make it empty.

        Args:
            done: where good news without a button goes, so that it moves nothing on the page.
        """
        super().__init__()
        self._done = done
        self._layout = QVBoxLayout(self)
        self._layout.setContentsMargins(0, 0, 0, 0)
        self._layout.setSpacing(dp(8))
        self._banners: list[Banner] = []
        self.setVisible(False)

    def show_notices(self, notices: Sequence[Notice]) -> None:
        """Replace what is shown; strips that say the same stay as they are."""
        if self._done is not None:
            quiet = [one for one in notices if one.tone is Tone.GREEN and not one.action]
            self._done.show_texts(tuple(one.text for one in quiet))
            notices = [one for one in notices if one not in quiet]
        wanted = sorted(notices, key=lambda notice: self._ORDER.index(notice.tone))
        while len(self._banners) < len(wanted):
            banner = Banner()
            self._banners.append(banner)
            self._layout.addWidget(banner)
        for banner in self._banners[len(wanted) :]:
            banner.clear()
        for banner, notice in zip(self._banners, wanted, strict=False):
            if banner.notice != notice:
                banner.show_notice(notice)
        self.setVisible(bool(wanted))

    def texts(self) -> tuple[str, ...]:
        """The sentences shown, what was done last."""
        done = (self._done.text,) if self._done is not None and self._done.text else ()
        return (*(banner.text() for banner in self._banners if banner.text()), *done)
