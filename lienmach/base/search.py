"""Search by tokens that we make ourselves, with what every PostgreSQL has.

A row stores its tokens in one ``tsvector`` column (``stored``); a question is a list of
beginnings, each of which must be there (``matching``). No dictionary of the server's is
involved, so the same row is found on every server.
"""

from collections.abc import Iterable

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.search import SearchVectorField
from django.db.models import BooleanField, F, Func, TextField, Value

LONGEST = 80  # of a token; a lexeme may have 2,046 bytes
MOST = 12  # words of a question that are looked at


def kept(tokens: Iterable[str]) -> list[str]:
    """Return what is kept of tokens, each once."""
    return sorted({token[:LONGEST] for token in tokens if token})


def stored(tokens: Iterable[str]) -> Func:
    """Return the expression that stores these tokens."""
    array = Value(kept(tokens), output_field=ArrayField(TextField()))
    return Func(array, function="array_to_tsvector", output_field=SearchVectorField())


def lexemes(tokens: Iterable[str]) -> str:
    """Return what ``stored`` would store, as text for a COPY."""
    return " ".join(
        "'" + token.replace("\\", "\\\\").replace("'", "''") + "'"
        for token in kept(tokens)
    )


def matching(column: str, words: Iterable[str]) -> Func:
    """Return the condition that some token begins with each of the words.

    Without a word nothing is asked, so everything matches.
    """
    bare = (word.translate(_UNQUOTED)[:LONGEST] for word in words)
    question = " & ".join(f"'{word}':*" for word in [b for b in bare if b][:MOST])
    if not question:
        return Func(Value(True), template="%(expressions)s", output_field=_TRUTH)
    # A cast takes the words as they are; to_tsquery would cut «qd-ubnd» into pieces.
    asked = Func(Value(question), template="(%(expressions)s)::tsquery")
    return Func(
        F(column),
        asked,
        template="%(expressions)s",
        arg_joiner=" @@ ",
        output_field=_TRUTH,
    )


def among(column: str, keys: list[int]) -> Func:
    """Return the condition that a number is one of many.

    They are one value of the statement: two thousand, each looked at by the query
    builder, took longer than to find the rows.
    """
    return Func(
        F(column),
        Func(Value(keys), template="%(expressions)s::bigint[]"),
        template="%(expressions)s)",
        arg_joiner=" = ANY (",
        output_field=_TRUTH,
    )


_TRUTH = BooleanField()
_UNQUOTED = str.maketrans({"'": None, "\\": None, "\0": None})
