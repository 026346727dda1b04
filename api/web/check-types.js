/**
 * The shapes of the check of a draft. What the server sends is CONTRACT section 5.
 *
 * @import {Citation, Span} from "./types.js"
 * @import {CodePointText} from "./pieces.js"
 *
 * @typedef {"supported" | "contradicted" | "partly" | "not_in_sources" | "no_claim"} Verdict
 * @typedef {"exact" | "elided" | "altered" | "not_found" | "wrong_document"} QuoteVerdict
 * @typedef {{text: string, position: Span, verdict: Verdict, reason: string, citations: Citation[],
 *   cited: Mark[]}} Sentence
 * @typedef {"supported" | "contradicted" | "partly" | "not_in_sources" | "unknown_source"} MarkVerdict
 * @typedef {{text: string, position: Span, document_id: string | null, verdict: MarkVerdict, reason: string,
 *   citations: Citation[]}} Mark  A citation that the draft has, beside the source that it names.
 * @typedef {{text: string, position: Span, verdict: QuoteVerdict, difference: string | null,
 *   citations: Citation[]}} Quotation
 *
 * @typedef {{document_id: string, title: string, sentences: number, used_sentences: number,
 *   sections: {heading: string, used: number}[], verbatim: {position: Span, quoted: boolean}[]}} Covered
 *   What the draft takes from one document.
 *
 * @typedef {object} Item  What can be chosen in a draft: a sentence, or a quotation outside of all.
 * @property {number} start
 * @property {number} end
 * @property {Sentence | null} sentence
 * @property {Quotation[]} quotations  Those that the item has words of.
 *
 * @typedef {object} Check  A draft with all that is known of it.
 * @property {"writing" | "running" | "done" | "stopped" | "failed"} phase
 * @property {number} run  Counts the checks: what is heard of an older one changes nothing.
 * @property {CodePointText} draft  The text that is or was checked.
 * @property {Sentence[]} sentences
 * @property {Quotation[]} quotations
 * @property {{documents: Covered[]} | null} coverage  Null until the check is over.
 * @property {number | null} total  Sentences of the draft; null until the server has counted them.
 * @property {{title: string, detail: string} | null} problem  Set when the phase is "failed".
 */

export {};
