/**
 * The shapes of the page. The first group is what the server sends, CONTRACT sections 4 and 6.
 *
 * @typedef {{start: number, end: number}} Span  Half-open, in Unicode code points.
 * @typedef {{exact: string, prefix: string, suffix: string}} Quote
 * @typedef {{page: number, left: number, top: number, right: number, bottom: number, width: number, height: number}} Box
 *   On a page, in points from its upper left corner; `width` and `height` are the page's.
 * @typedef {{section: string | null, paragraph: number | null, page: number | null, boxes: Box[]}} Locator
 *
 * @typedef {object} Citation
 * @property {number} n  The number shown in the text, in the pane and in the list.
 * @property {string} document_id
 * @property {string} title
 * @property {string} source
 * @property {Quote} quote
 * @property {Span} position
 * @property {Locator} locator
 * @property {string} url
 * @property {number} copies  Documents that have these very words, this one among them; 1 or more.
 * @property {Span[]} highlights  The decisive words of the quote, inside `position`.
 *
 * @typedef {{document_id: string, title: string, text: string, position: Span}} Passage
 * @typedef {{text: string, citations: Citation[]}} Statement
 * @typedef {{text: string, reason: string}} Rejection
 * @typedef {{statements: number[], citations: number[]}} Conflict  Which two statements, from 0, cannot both be true.
 *
 * @typedef {object} Answer
 * @property {string} id
 * @property {"answered" | "partial" | "not_in_sources"} status
 * @property {Statement[]} statements
 * @property {string[]} missing
 * @property {Passage[]} related
 * @property {Rejection[]} dropped
 * @property {string | null} degraded
 * @property {Conflict[]} conflicts
 * @property {string | null} note  Sources disagree; or, without statements, nothing was asked of them.
 *
 * @typedef {Answer & {id: string, question: string, conversation: string, kept_at: string,
 *   withheld: {position: number, why: string}[], left_out: number}} KeptAnswer
 *   An answer that was kept, verified anew.
 * @typedef {object} KeptSummary
 * @property {string} id
 * @property {string} question
 * @property {"answered" | "partial" | "not_in_sources"} status
 * @property {string} conversation
 * @property {string} kept_at  ISO 8601, UTC.
 * @property {number} withheld  Statements whose sources were changed or removed.
 *
 * @typedef {object} Summary  A stored document without its text.
 * @property {string} id
 * @property {string} title
 * @property {string} source
 * @property {Record<string, unknown>} metadata
 * @property {number} passages
 * @property {number | null} pages
 * @property {number} characters
 * @property {string} added_at  ISO 8601, UTC.
 * @property {string} updated_at
 *
 * @typedef {{added: number, unchanged: number, replaced: number, failed: number}} Counts
 * @typedef {object} Job  An upload that is added in the background.
 * @property {string} id
 * @property {"queued" | "running" | "done" | "cancelled" | "failed"} state
 * @property {string | null} finished_at
 * @property {Counts} counts
 * @property {string | null} note
 * @property {{errors: string[]}[]} files
 *
 * @typedef {{start: number, end: number, kind: string, level: number | null}} Block
 *
 * And what the page makes of it:
 *
 * @typedef {object} Place  Words of a document that the source pane can show.
 * @property {number | null} n  The citation's number; null for a passage that answers nothing.
 * @property {string} document_id
 * @property {string} title
 * @property {string} exact
 * @property {Span} position
 * @property {Span[]} highlights
 * @property {Locator | null} locator
 * @property {string} url
 * @property {number} copies
 * @property {boolean} [whole]  The document itself: no words of it are pointed at.
 *
 * @typedef {object} Upload  A file on its way into the library.
 * @property {number} id
 * @property {string} name
 * @property {"waiting" | "sending" | "working" | "added" | "failed" | "cancelled"} phase
 * @property {number} share  How much of it is sent, from 0 to 1.
 * @property {string} told  What became of it, in words.
 *
 * @typedef {object} Turn  One question with all that is known of its answer.
 * @property {number} id
 * @property {string} question
 * @property {"running" | "done" | "stopped" | "failed"} phase
 * @property {string} stage  What the server is doing.
 * @property {Statement[]} statements
 * @property {Rejection[]} dropped
 * @property {Answer | null} answer  Set when the phase is "done".
 * @property {{title: string, detail: string} | null} problem  Set when the phase is "failed".
 * @property {boolean} [recalled]  It comes from the history.
 * @property {boolean} kept  Whether the answer is kept, so that it has a page of its own.
 * @property {{position: number, why: string}[]} withheld  Of a kept answer: what is not shown any more.
 * @property {number} leftOut  Of a kept answer: how many dropped sentences are not kept.
 *
 * @typedef {{type: string, data: any}} ServerEvent
 */

export {};
