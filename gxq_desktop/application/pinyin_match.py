"""Finding Chinese text by characters, pinyin and initials (拼音匹配): sgxk, shigongxuke, shigxk and 施工xk find 施工许可.

Text and query are folded: width and case do not count, blanks and punctuation in the text are passed over, ü is v. A
query is split at blanks into terms; every term must match. A term matches a run of text when each of its characters stands for
itself, or its letters for a character with a reading that begins with them; so a character may be typed as any of its
readings, whole, in part or by its initial. One letter alone stands for the first character of a text only. How well a text
matches is a `Rank`:

    exact → prefix → unbroken → scattered (single characters, or whole syllables, in the text's order, with gaps)

and within a rank, characters before readings, then the earlier place, then the shorter text. `match` says it for one text, as
plainly as possible; `TextIndex` says the same of ten thousands of texts within some milliseconds (see the property tests).
"""

from __future__ import annotations

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from enum import IntEnum
from functools import cached_property, lru_cache
from heapq import nsmallest
from itertools import islice, pairwise, product
from typing import NamedTuple

from gxq_desktop.domain.frozen import frozen

LONGEST_TERM = 40
"""Characters of a term that count; what comes after is not looked at."""
_LONGEST_SYLLABLE = 6
_LEAVES = 64
_SPREAD_FROM = 2
_LONGEST = (1 << 20) - 1
_START_AT, _BY_READING, _RANK_AT = 20, 1 << 40, 41
"""Where the parts of a quality stand in one number, which orders and costs nothing to make."""
_NONE = 1 << 62
_HARD = "'"
_ANY = "\0"
_MOST_SOUNDS = 16
_LONGEST_MENDED = 16


class Rank(IntEnum):
    """How well a text matches; lower is better."""

    EXACT = 0
    PREFIX = 1
    UNBROKEN = 2
    SCATTERED = 3


class Quality(NamedTuple):
    """What results are ordered by: rank, characters before readings, the earlier place, the shorter text."""

    rank: Rank
    by_reading: bool
    start: int
    length: int


@frozen
class Match:
    """positions: of the matched characters in the text as given, ascending."""

    quality: Quality
    positions: tuple[int, ...]

    @property
    def rank(self) -> Rank:
        return self.quality.rank


class Readings:
    """Character → its readings as typed, without tone ("行" → hang, heng, xing)."""

    def __init__(self, table: Mapping[str, tuple[str, ...]]) -> None:
        self._table = table
        self.syllables = frozenset(syllable for each in table.values() for syllable in each)
        self.prefixes = frozenset(syllable[:end] for syllable in self.syllables for end in range(1, len(syllable) + 1))

    @classmethod
    def parse(cls, text: str) -> Readings:
        """Lines "shi 时市施…". ValueError if a line is not of that form."""
        table: dict[str, tuple[str, ...]] = {}
        for line in text.splitlines():
            syllable, characters = line.split(" ")
            for character in characters:
                table[character] = (*table.get(character, ()), syllable)
        return cls(table)

    def of(self, character: str) -> tuple[str, ...]:
        """Its readings, () if it has none."""
        return self._table.get(character, ())

    def begins(self, character: str, letters: str) -> bool:
        """Whether a reading of CHARACTER begins with LETTERS."""
        return any(reading.startswith(letters) for reading in self._table.get(character, ()))


# -- folding ----------------------------------------------------------------------------------------------------------


class _Fold(dict[int, str]):
    """Code point → what it counts as, "" for what is passed over. Filled as characters are met."""

    def __missing__(self, code: int) -> str:
        folded = _folded(chr(code))
        self[code] = folded
        return folded


def _folded(character: str) -> str:
    if character == "\n":
        return character
    wide = unicodedata.normalize("NFKC", character)
    if len(wide) == 1:
        character = wide
    if unicodedata.category(character)[0] in "PZCM":
        return ""
    lower = character.lower()
    if len(lower) != 1:
        return character
    return "v" if lower == "ü" else lower


_FOLD = _Fold()


def fold(text: str) -> str:
    """TEXT as it is compared."""
    return text.translate(_FOLD)


def terms(query: str) -> tuple[str, ...]:
    """The folded terms of QUERY. An apostrophe between letters stays: it parts syllables (xi'an)."""
    found = []
    for word in query.replace("’", _HARD).split():
        pieces = [piece for part in word.split(_HARD) if (piece := fold(part).replace("\n", ""))]
        term = _HARD.join(pieces)[:LONGEST_TERM].strip(_HARD)
        if term:
            found.append(term)
    return tuple(found)


def _is_letter(character: str) -> bool:
    return "a" <= character <= "z"


# -- one text ---------------------------------------------------------------------------------------------------------


def match(query: str, text: str, readings: Readings) -> Match | None:
    """How TEXT matches QUERY; None if it does not, or if QUERY has no term. The plain definition, for one text."""
    folded, at = [], []
    for position, character in enumerate(text):
        if each := _FOLD[ord(character)].replace("\n", ""):
            folded.append(each)
            at.append(position)
    line, qualities, positions = "".join(folded), [], set[int]()
    wanted = terms(query)
    for term in wanted:
        found = _match_term(term, line, readings)
        if found is None:
            return None
        qualities.append(found[0])
        positions.update(at[each] for each in found[1])
    if not wanted:
        return None
    return Match(_together(qualities), tuple(sorted(positions)))


def _together(qualities: Sequence[Quality]) -> Quality:
    """The quality of all terms: the worst rank, the earliest place."""
    if len(qualities) == 1:
        return qualities[0]
    rank = max(each.rank for each in qualities)
    return Quality(
        Rank.PREFIX if rank is Rank.EXACT else rank,
        any(each.by_reading for each in qualities),
        min(each.start for each in qualities),
        qualities[0].length,
    )


def _match_term(term: str, line: str, readings: Readings) -> tuple[Quality, Sequence[int]] | None:
    found = []
    plain = term.replace(_HARD, "")
    start = line.find(plain)
    if start >= 0:
        found.append((_quality(start, start + len(plain), len(line), False), range(start, start + len(plain))))
    if any(map(_is_letter, term)):
        for start in range(len(line) if len(term) > 1 else 1):
            ends = _ends(term, line, start, readings)
            if ends:
                end = max(ends)
                found.append((_quality(start, end, len(line), True), range(start, end)))
                break
    if found:
        return min(found, key=lambda each: each[0])
    spread = [_spread(units, line, readings) for units in _spread_units(term, readings)]
    places = min((each for each in spread if each), default=None)
    return (Quality(Rank.SCATTERED, True, places[0], len(line)), places) if places else None


def _ends(term: str, line: str, start: int, readings: Readings) -> set[int]:
    """Where a run of LINE from START can end that TERM stands for."""
    # states: how much of TERM is used up after each character of LINE.
    states, ends = {0}, set()
    for position in range(start, len(line)):
        character, after = line[position], set()
        for state in states:
            if term[state] == character or term[state] == _ANY:
                after.add(state + 1)
            for end in range(state + 1, min(len(term), state + _LONGEST_SYLLABLE) + 1):
                if not _is_letter(term[end - 1]):
                    break
                if readings.begins(character, term[state:end]):
                    after.add(end)
        states = {state + 1 if state < len(term) and term[state] == _HARD else state for state in after}
        if len(term) in states:
            ends.add(position + 1)
            states.discard(len(term))
        if not states:
            break
    return ends


def _spread_units(term: str, readings: Readings) -> list[tuple[str, ...]]:
    """TERM cut into what may stand apart: its characters; and, if that differs, its longest syllables."""
    single = tuple(term.replace(_HARD, ""))
    whole, position = [], 0
    while position < len(term):
        if term[position] == _HARD:
            position += 1
            continue
        end = position + _LONGEST_SYLLABLE
        while end > position + 1 and term[position:end] not in readings.syllables:
            end -= 1
        whole.append(term[position:end])
        position = end
    cut = [single] if single == tuple(whole) else [single, tuple(whole)]
    return [units for units in cut if len(units) >= _SPREAD_FROM]


def _spread(units: Sequence[str], line: str, readings: Readings) -> tuple[int, ...] | None:
    """The first places of UNITS in LINE in their order, with gaps."""
    places, position = [], 0
    for unit in units:
        while position < len(line) and not _stands_for(unit, line[position], readings):
            position += 1
        if position == len(line):
            return None
        places.append(position)
        position += 1
    return tuple(places)


def _stands_for(unit: str, character: str, readings: Readings) -> bool:
    return unit == character or (_is_letter(unit[0]) and readings.begins(character, unit))


# -- many texts -------------------------------------------------------------------------------------------------------


@frozen
class Found:
    """entry: its place in what the index was built from."""

    entry: int
    quality: Quality


@frozen
class Results:
    """The best hits, best first, and how many were found."""

    hits: tuple[Found, ...]
    total: int


class TextIndex:
    """Texts to find. Each entry is one or more fields (a name, its short name, its code); its best field counts.

    One string holds all fields, folded, a line each; regular expressions over sets of characters go through it, so that the
    inner loop is not ours. Usable on any thread.
    """

    def __init__(self, entries: Iterable[Sequence[str]], readings: Readings) -> None:
        self.readings = readings
        lines: list[str] = []
        self._entry_of: list[int] = []
        for number, fields in enumerate(entries):
            for each in fields:
                lines.append(each.replace("\n", " ") if "\n" in each else each)
                self._entry_of.append(number)
        self._all = "\n".join(lines).translate(_FOLD) if lines else ""
        self._starts: list[int] = []
        position = 0
        for line in self._all.split("\n"):
            self._starts.append(position)
            position += len(line) + 1
        self._starts.append(position)
        self._class_of: Callable[[str], str] = lru_cache(maxsize=4096)(self._make_class)
        self._pattern: Callable[[str], re.Pattern[str]] = lru_cache(maxsize=256)(re.compile)

    def __len__(self) -> int:
        return self._entry_of[-1] + 1 if self._entry_of else 0

    @cached_property
    def _by_syllable(self) -> dict[str, str]:
        """Syllable → those of its characters that occur here."""
        found: dict[str, str] = {}
        for character in sorted(set(self._all)):
            for syllable in self.readings.of(character):
                found[syllable] = found.get(syllable, "") + character
        return found

    def search(self, query: str, limit: int, gaps: bool = True) -> Results:
        """Up to LIMIT best entries; of equal ones the earlier first. gaps: scattered hits too."""
        wanted = terms(query)
        if not wanted or not self._all:
            return Results((), 0)
        if len(wanted) == 1:
            packed = self._of_term(wanted[0], gaps)
            least = nsmallest(limit, ((code, entry) for entry, code in packed.items()))
            return Results(tuple(Found(entry, _unpacked(code)) for code, entry in least), len(packed))
        first, *others = (self._of_term(term, gaps) for term in wanted)
        both = set(first).intersection(*others)
        qualities = ((_together([_unpacked(found[entry]) for found in (first, *others)]), entry) for entry in both)
        return Results(tuple(Found(entry, quality) for quality, entry in nsmallest(limit, qualities)), len(both))

    def entries(self, query: str) -> list[int] | None:
        """Every entry that QUERY finds, in their order; with gaps only where nothing is found without. None without a term."""
        wanted = terms(query)
        if not wanted:
            return None
        for gaps in (False, True):
            found = [self._of_term(term, gaps) for term in wanted] if self._all else [{}]
            both = set(found[0]).intersection(*found[1:])
            if both:
                return sorted(both)
        return []

    def finds(self, term: str) -> str:
        """The first run of text that the folded TERM stands for, unbroken; "" if there is none."""
        for position in self._runs(term):
            first, line = self._line_at(position)
            ends = _ends(term, line, position - first, self.readings)
            if ends:
                return line[position - first : max(ends)]
        return ""

    def _line_at(self, position: int) -> tuple[int, str]:
        number = bisect_right(self._starts, position) - 1
        return self._starts[number], self._all[self._starts[number] : self._starts[number + 1] - 1]

    def _of_term(self, term: str, gaps: bool) -> dict[int, int]:
        """Entry → the quality of its best field, packed."""
        best: dict[int, int] = {}
        self._add_literal(term.replace(_HARD, ""), best)
        if any(map(_is_letter, term)):
            self._add_read(term, best)
        if gaps:
            for units in _spread_units(term, self.readings):
                self._add_spread(units, best)
        return best

    def _add_literal(self, plain: str, best: dict[int, int]) -> None:
        text, starts, entry_of = self._all, self._starts, self._entry_of
        find, size = text.find, len(plain)
        position = find(plain)
        while position >= 0:
            line = bisect_right(starts, position) - 1
            after = starts[line + 1]
            start, length = position - starts[line], after - 1 - starts[line]
            rank = Rank.UNBROKEN if start else Rank.EXACT if size == length else Rank.PREFIX
            code = rank << _RANK_AT | min(start, _LONGEST) << _START_AT | min(length, _LONGEST)
            entry = entry_of[line]
            if code < best.get(entry, _NONE):
                best[entry] = code
            position = find(plain, after)

    def _add_read(self, term: str, best: dict[int, int]) -> None:
        """Runs that TERM stands for, the first of each line."""
        if len(term) == 1:
            self._add_initial(term, best)
            return
        starts, text, entry_of = self._starts, self._all, self._entry_of
        beginning = _beginning(term, self.readings)
        branches = self._branches(beginning, 0)
        if not branches:
            return
        is_sure, longest = beginning == term, len(term)
        ends_of: dict[str, int] = {}
        search = self._pattern(self._first_known(branches)).search
        found = search(text)
        while found is not None:
            position = found.start()
            line = bisect_right(starts, position) - 1
            first, after = starts[line], starts[line + 1]
            start, length = position - first, after - 1 - first
            rank = Rank.UNBROKEN if start else Rank.PREFIX
            if not is_sure or (not start and length <= longest):
                run = text[position : min(position + longest, after - 1)]
                if (end := ends_of.get(run)) is None:
                    end = ends_of[run] = max(_ends(term, run, 0, self.readings), default=0)
                if not end:
                    found = search(text, position + 1)
                    continue
                if not start and end == length:
                    rank = Rank.EXACT
            code = rank << _RANK_AT | _BY_READING | min(start, _LONGEST) << _START_AT | min(length, _LONGEST)
            entry = entry_of[line]
            if code < best.get(entry, _NONE):
                best[entry] = code
            found = search(text, after)

    def _add_initial(self, letter: str, best: dict[int, int]) -> None:
        """Lines whose first character LETTER may stand for."""
        chosen, text, entry_of = frozenset(self._class_of(letter)), self._all, self._entry_of
        for line, (first, after) in enumerate(pairwise(self._starts)):
            if text[first : first + 1] in chosen:
                length = after - 1 - first
                rank = Rank.EXACT if length == 1 else Rank.PREFIX
                code = rank << _RANK_AT | _BY_READING | min(length, _LONGEST)
                entry = entry_of[line]
                if code < best.get(entry, _NONE):
                    best[entry] = code

    def _runs(self, term: str) -> Iterator[int]:
        """Where runs may begin that TERM stands for, ascending."""
        branches = self._branches(_beginning(term, self.readings), 0)
        search = self._pattern(self._first_known(branches)).search if branches else None
        found = search(self._all) if search else None
        while search is not None and found is not None:
            yield found.start()
            found = search(self._all, found.start() + 1)

    @staticmethod
    def _first_known(branches: Sequence[tuple[str, str]]) -> str:
        """One pattern for BRANCHES. It begins with the set of all first characters, by which the engine skips quickly."""
        if len(branches) == 1:
            return f"[{branches[0][0]}]{branches[0][1]}"
        every = "".join(chosen for chosen, _ in branches)
        return f"[{every}](?:{'|'.join(f'(?<=[{chosen}]){rest}' for chosen, rest in branches)})"

    def _branches(self, term: str, position: int) -> Sequence[tuple[str, str]]:
        """What TERM from POSITION on stands for: sets of first characters, each with a pattern of what follows."""
        branches: dict[str, str] = {}
        one = term[position]
        for end in range(position + 1, min(len(term), position + _LONGEST_SYLLABLE) + 1):
            letters = term[position:end]
            spelled = _is_letter(one) and letters in self.readings.prefixes
            if end > position + 1 and not spelled:
                break
            chosen = self._class_of(letters) if spelled else ""
            if end == position + 1:
                chosen = "^\\n" if one == _ANY else chosen + re.escape(one)
            after = end + 1 if term[end : end + 1] == _HARD else end
            rest = "" if after >= len(term) else self._alternatives(self._branches(term, after))
            if chosen and (rest or after >= len(term)):
                branches[rest] = branches.get(rest, "") + chosen
        return [(chosen, rest) for rest, chosen in branches.items()]

    @staticmethod
    def _alternatives(branches: Sequence[tuple[str, str]]) -> str:
        made = [f"[{chosen}]{rest}" for chosen, rest in branches]
        return f"(?:{'|'.join(made)})" if len(made) > 1 else "".join(made)

    def _make_class(self, letters: str) -> str:
        """Those characters here that have a reading beginning with LETTERS, for a set of a pattern."""
        every = {
            character
            for syllable, characters in self._by_syllable.items()
            if syllable.startswith(letters)
            for character in characters
        }
        return "".join(sorted(every))

    def _add_spread(self, units: Sequence[str], best: dict[int, int]) -> None:
        pattern = ["^"]
        for number, unit in enumerate(units):
            chosen = self._class_of(unit) if _is_letter(unit[0]) else ""
            if len(unit) == 1:
                chosen += re.escape(unit)
            if not chosen:
                return
            pattern.append(f"[^\\n{chosen}]*+" + (f"([{chosen}])" if number == 0 else f"[{chosen}]"))
        starts, entry_of = self._starts, self._entry_of
        for found in self._pattern("(?m)" + "".join(pattern)).finditer(self._all):
            line = bisect_right(starts, found.start()) - 1
            start, length = found.start(1) - starts[line], starts[line + 1] - 1 - starts[line]
            code = Rank.SCATTERED << _RANK_AT | _BY_READING | min(start, _LONGEST) << _START_AT | min(length, _LONGEST)
            entry = entry_of[line]
            if code < best.get(entry, _NONE):
                best[entry] = code


def _unpacked(code: int) -> Quality:
    """The quality in CODE, whose order is the same."""
    rank, start = Rank(code >> _RANK_AT), code >> _START_AT & _LONGEST
    return Quality(rank, bool(code & _BY_READING), start, code & _LONGEST)


def _quality(start: int, end: int, length: int, by_reading: bool) -> Quality:
    rank = Rank.UNBROKEN if start else Rank.EXACT if end == length else Rank.PREFIX
    return Quality(rank, by_reading, start, length)


def _beginning(term: str, readings: Readings) -> str:
    """As much of TERM as a pattern can hold without growing too large."""
    while _leaves(term, readings) > _LEAVES:
        term = term[:-1]
    return term


def _leaves(term: str, readings: Readings) -> int:
    """Into how many sequences of beginnings of syllables TERM can be cut, its last piece any beginning."""
    ways = [0] * len(term) + [1]
    for position in range(len(term) - 1, -1, -1):
        ways[position] = ways[position + 1]
        if _is_letter(term[position]):
            for end in range(position + 2, min(len(term), position + _LONGEST_SYLLABLE) + 1):
                if term[position:end] not in readings.prefixes:
                    break
                ways[position] += ways[end]
    return ways[0]


# -- nothing found ----------------------------------------------------------------------------------------------------


def nearest(query: str, indexes: Sequence[TextIndex], readings: Readings) -> str:
    """The nearest spelling of a QUERY that finds nothing (相近的写法): text of the first of INDEXES that has any; else "".

    Tried in this order: characters that sound the same (施工许克 → 施工许可), two swapped, one too many, one wrong.
    """
    wanted = terms(query)
    if len(wanted) != 1:
        return ""
    for spelling in _spellings(wanted[0].replace(_HARD, ""), readings):
        for index in indexes:
            if found := index.finds(spelling):
                return found
    return ""


def _spellings(term: str, readings: Readings) -> Iterator[str]:
    sounds = [readings.of(character) or (character,) for character in term]
    if len(term) > 1 and any(readings.of(character) for character in term):
        for chosen in islice(product(*sounds), _MOST_SOUNDS):
            yield _HARD.join(chosen)
    least = 4 if any(map(_is_letter, term)) else 3
    if least - 1 <= len(term) <= _LONGEST_MENDED:
        for at in range(len(term) - 1):
            yield term[:at] + term[at + 1] + term[at] + term[at + 2 :]
    if least <= len(term) <= _LONGEST_MENDED:
        for at in range(len(term)):
            yield term[:at] + term[at + 1 :]
        for at in range(len(term)):
            yield term[:at] + _ANY + term[at + 1 :]
