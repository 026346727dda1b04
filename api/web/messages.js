/**
 * The words of the page, in the reader's language.
 *
 * A catalogue (`messages-en.js` and its siblings) gives each key a text, or one text for each plural
 * form of `count`. `{name}` in a text stands for a value. What the server says (the reasons of a
 * check, why something was refused) and what documents say is shown as it comes.
 */

import { keep, readKept } from "./kept.js";

/** @typedef {string | Record<string, string>} Message  A text, or texts by plural category. */
/** @typedef {Record<string, Message>} Catalogue */

/** Where a chosen language is kept; without one, the browser's is taken. */
const KEPT = "pincite-language";

/** The languages of the page, each by its own name. */
export const LANGUAGES = [{ id: "en", name: "English" }, { id: "de", name: "Deutsch" }];

/** @type {Record<string, () => Promise<{MESSAGES: Catalogue}>>} */
const CATALOGUES = {
  en: () => import("./messages-en.js"),
  de: () => import("./messages-de.js"),
};

/** The language of the page, such as "en". It stays the same until the page is loaded anew. */
export const language = languageOf([chosenLanguage() ?? "", ...navigator.languages]);

const { MESSAGES } = await CATALOGUES[language]();
const plurals = new Intl.PluralRules(language);
const numbers = new Intl.NumberFormat(language);
const percents = new Intl.NumberFormat(language, { style: "percent" });
const days = new Intl.DateTimeFormat(language, { dateStyle: "medium" });
const times = new Intl.DateTimeFormat(language, { dateStyle: "medium", timeStyle: "short" });

/**
 * Return the text of a key with its values put in; a number is written as the language does.
 *
 * A key that no catalogue has is its own text.
 *
 * @param {string} key
 * @param {Record<string, string | number>} [values]  `count` chooses the plural form.
 */
export function t(key, values = {}) {
  return rich(key, values).join("");
}

/**
 * Return the text of a key in parts, for values that are elements.
 *
 * @param {string} key
 * @param {Record<string, unknown>} values
 * @returns {unknown[]}
 */
export function rich(key, values) {
  // Every second part is the name of a placeholder.
  return template(key, values.count).split(/\{(\w+)\}/).map((part, at) => {
    if (at % 2 === 0) return part;
    const value = values[part];
    return typeof value === "number" ? numbers.format(value) : value;
  });
}

/** @param {string} key @param {unknown} count */
function template(key, count) {
  const message = Object.hasOwn(MESSAGES, key) ? MESSAGES[key] : key;
  if (typeof message === "string") return message;
  return message[plurals.select(Number(count))] ?? message.other;
}

/** @param {number} share  From 0 to 1. */
export function percent(share) {
  return percents.format(share);
}

/** @param {string} time  ISO 8601. */
export function day(time) {
  return days.format(new Date(time));
}

/** @param {string} time  ISO 8601. */
export function dayAndTime(time) {
  return times.format(new Date(time));
}

/** The language that was chosen on this page; null for the browser's. */
export function chosenLanguage() {
  return readKept("localStorage", KEPT);
}

/**
 * Choose the language of the page, and load it anew.
 *
 * @param {string | null} id  Null takes the browser's again.
 */
export function chooseLanguage(id) {
  if (keep("localStorage", KEPT, id)) location.reload(); // where nothing is kept, it would be lost
}

/**
 * Return the first of the wanted languages that the page has, else English.
 *
 * @param {readonly string[]} wanted  BCP 47, such as "de-AT".
 */
function languageOf(wanted) {
  const known = wanted.map((tag) => tag.toLowerCase().split("-")[0]);
  return known.find((id) => Object.hasOwn(CATALOGUES, id)) ?? "en";
}
