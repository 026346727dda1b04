import { fetchDocument, isAnswered } from "./api.js";
import { withoutMarks } from "./document-view.js";
import { t } from "./messages.js";

/** @import {CodePointText} from "./pieces.js" */
/** @import {Block, Summary} from "./types.js" */

const WANTED = 3;
const MOST_DOCUMENTS = 3;
const MOST_TRIED = 8;

/** Headings that say nothing of what stands under them. */
const EMPTY_HEADINGS = /^(abstract|introduction|overview|summary|conclusions?|contents|table of contents|references|notes|appendix|index|preface|foreword|acknowledge?ments|about|background|discussion|results|methods|other|others|miscellaneous|faq|license|changelog)$/i;

/**
 * Return up to three questions that the library answers.
 *
 * They are made from the headings of the newest documents, those with the most text under them
 * first, and asked once: a question that gets no answer would be a bad example.
 *
 * @param {Summary[]} documents
 * @param {AbortSignal} signal
 */
export async function exampleQuestions(documents, signal) {
  const newest = documents.slice(-MOST_DOCUMENTS).reverse();
  const made = await Promise.all(newest.map(({ id, title }) => questionsOf(id, title).catch(() => [])));
  const answered = [];
  for (const question of inTurns(made).slice(0, MOST_TRIED)) {
    if (answered.length < WANTED && (await isAnswered(question, signal))) answered.push(question);
  }
  return answered;
}

/** @param {string} id @param {string} title */
async function questionsOf(id, title) {
  const { text, blocks } = await fetchDocument(id);
  const topics = topicsOf(text, blocks, title);
  return topics.length ? topics.map(questionAbout) : [t("example.title", { title })];
}

/**
 * Return what the headings name, the one with the most text under it first.
 *
 * @param {CodePointText} text
 * @param {Block[]} blocks
 * @param {string} title
 */
export function topicsOf(text, blocks, title) {
  const headings = blocks.filter(({ kind }) => kind === "heading");
  return headings
    .map(({ start, end }, at) => ({
      topic: cleanHeading(text.slice(start, end)),
      length: (headings[at + 1]?.start ?? text.length) - end,
    }))
    .filter(({ topic, length }) => length > topic.length && topic.length > 2 && topic.length < 60
      && topic !== title && !EMPTY_HEADINGS.test(topic))
    .sort((one, other) => other.length - one.length)
    .map(({ topic }) => topic);
}

/**
 * Return a heading without its marks and its number: "## 3.1 Work culture:" gives "Work culture".
 *
 * @param {string} heading
 */
export function cleanHeading(heading) {
  return withoutMarks(heading)
    .replace(/\s+/g, " ")
    .replace(/^(chapter|section|part|appendix)\s+(?=[\divx]+\b)/i, "")
    .replace(/^(\d{1,2}|\d+(\.\d+)*[.):]|\d+(\.\d+)+|[ivx]+[.):]|[a-z][.)])\s+/i, "")
    .replace(/[:.]$/, "");
}

/** @param {string} topic */
export function questionAbout(topic) {
  return topic.endsWith("?") ? topic : t("example.topic", { topic: topic.replace(/^about\s+/i, "") });
}

/**
 * Return the first of each list, then the second of each, and so on.
 *
 * @param {string[][]} lists
 */
function inTurns(lists) {
  const longest = Math.max(0, ...lists.map((list) => list.length));
  const turns = Array.from({ length: longest }, (_, at) => lists.map((list) => list[at]));
  return [...new Set(turns.flat().filter(Boolean))];
}
