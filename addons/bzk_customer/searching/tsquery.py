"""Questions in the words of the index: see :mod:`.schema`."""


def quote(lexeme):
    """Return a lexeme as the text of a tsquery wants it."""
    return "'" + lexeme.replace("\\", "\\\\").replace("'", "''") + "'"


def spellings(word):
    """Return a word and how else it is spelled: ``meijer`` and ``meyer``."""
    return sorted({word, word.replace("ij", "y"), word.replace("y", "ij")})


def exact(question, library):
    """Every word is a word of the name, or an initial."""
    return _all(
        [_any([f"{library}:{spelled}" for spelled in spellings(word)]) for word in question.words],
        question,
        library,
    )


def prefix(question, library):
    """Every word is one of the name or begins it, or is written with the one before it as one."""
    return _all([_beginning(question, word, library) for word in question.words], question, library)


def places(question, library):
    """Every word begins one of the name, or is one of the street or city."""
    return _everywhere(question, library, "")


def everywhere(question, library):
    """Every word begins one of the name, the street or the city."""
    return _everywhere(question, library, ":*")


def near(question, library, alike):
    """Every word begins one of the name or looks like one.

    :param dict alike: word -> words of names that look like it
    """
    terms = []
    for word in question.words:
        others = [quote(f"{library}:{other}") for other in alike.get(word, ())]
        terms.append(f"({' | '.join([_beginning(question, word, library), *others])})")
    return _all(terms, question, library)


def _everywhere(question, library, ending):
    terms = [
        f"({_beginning(question, word, library)} | {quote(f'{library}/{word}')}{ending})"
        if len(word) > 1
        else _beginning(question, word, library)
        for word in question.words
    ]
    return _all(terms, question, library)


def _beginning(question, word, library):
    if len(word) == 1:  # An initial. Whoever has a name that begins with it has it as a word.
        return quote(f"{library}:{word}")
    words = spellings(word)
    if word[-1] == "i":  # Half of an ij, perhaps.
        words.append(word[:-1] + "y")
    terms = [f"{quote(f'{library}:{spelled}')}:*" for spelled in words]
    if word in question.joined:
        terms.append(f"{quote(f'{library}:{question.joined[word]}')}:*")
    return f"({' | '.join(terms)})"


def _any(lexemes):
    return f"({' | '.join(map(quote, lexemes))})"


def _all(terms, question, library):
    facts = [quote(f"{library}={fact}") for fact in question.facts]
    return " & ".join([*terms, *facts])
