/** Markdown's marks of a heading: "## " before, " ##" or a line of "===" after; and white space. */
const BEFORE = /^\s*(#+\s+)?/;
const AFTER = /(\s+#+|\n\s*(=+|-+))?\s*$/;

/**
 * Return how many characters of a heading, at its start and at its end, are marks and not words.
 *
 * All of them are single code points.
 *
 * @param {string} heading
 * @returns {[number, number]}
 */
export function markLengths(heading) {
  const before = BEFORE.exec(heading)?.[0].length ?? 0;
  const after = AFTER.exec(heading.slice(before))?.[0].length ?? 0;
  return [before, after];
}

/** @param {string} heading */
export function withoutMarks(heading) {
  const [before, after] = markLengths(heading);
  return heading.slice(before, heading.length - after);
}
