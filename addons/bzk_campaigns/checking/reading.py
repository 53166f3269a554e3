"""How easily a Dutch text reads.

The measure of Flesch as W.H. Douma fitted it to Dutch (*De leesbaarheid van landbouwbladen*,
Wageningen 1960): 206.84 - 0.77 x syllables in a hundred words - 0.93 x words in a sentence. It
looks at lengths only, so it warns and never decides. There is no official table from it to the
levels of the Council of Europe; 60 to 70 is what most people of 14 years read ("standard"), which
is nearest to B1.
"""

import re

#: Below this a text is harder than most readers at B1 like.
TOO_HARD = 60
#: Shorter texts tell nothing.
FEWEST_WORDS = 40
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
#: What ends as a sentence does: headings and lists are none.
SENTENCE = re.compile(r"[^.!?\n]+[.!?]+(?=[\s\"'”’)]|$)")
#: What is one sound in Dutch, the longest first; every other vowel is a syllable of its own, and
#: one with a diaeresis always begins one.
SYLLABLE = re.compile(
    r"aai|ooi|oei|eeu|ieu|aa|ee|oo|uu|ie|oe|eu|ui|ij|ei|au|ou"
    r"|[aeiouyàáâèéêìíîòóôùúûäëïöü]"
)
ADDRESS = re.compile(r"(?:https?://|www\.)\S+|\S+@\S+")


def syllables(word):
    """Count the syllables of a word.

    >>> [syllables(word) for word in ("boek", "bibliotheek", "ideeën", "str")]
    [1, 4, 3, 1]
    """
    return max(1, len(SYLLABLE.findall(word.lower())))


def reading_ease(text):
    """Tell how easily a text reads: about 100 for the easiest, 0 for the hardest.

    :param str text: plain text; addresses, headings and lists in it are left out
    :return: number, or None for a text of which nothing can be told
    """
    text = ADDRESS.sub(" ", text or "")
    sentences = [found for part in SENTENCE.findall(text) if (found := WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    if len(words) < FEWEST_WORDS:
        return None
    length = 100 * sum(map(syllables, words)) / len(words)
    return 206.84 - 0.77 * length - 0.93 * len(words) / len(sentences)
