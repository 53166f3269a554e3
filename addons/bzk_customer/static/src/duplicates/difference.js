/** Share of a text that must be in common for what differs to stand out among it. */
const ENOUGH = 0.4;

/**
 * Cut a text in pieces: what it has in common with another at the start and the end, and what
 * differs in between. Texts with little in common differ as a whole, so that the eye is not led to
 * letters that agree by chance.
 *
 * @param {String} text
 * @param {String} other
 * @returns {{text: String, differs: Boolean}[]} pieces that together are the text
 */
export function markDifference(text, other) {
    const letters = [...text];
    const others = [...other];
    const shortest = Math.min(letters.length, others.length);
    let start = 0;
    while (start < shortest && letters[start] === others[start]) {
        start++;
    }
    let end = 0;
    while (
        end < shortest - start &&
        letters[letters.length - 1 - end] === others[others.length - 1 - end]
    ) {
        end++;
    }
    const piece = (from, to, differs) => ({text: letters.slice(from, to).join(""), differs});
    if (start + end < ENOUGH * Math.max(letters.length, others.length)) {
        return [piece(0, letters.length, true)];
    }
    return [
        piece(0, start, false),
        piece(start, letters.length - end, true),
        piece(letters.length - end, letters.length, false),
    ].filter((part) => part.text);
}
