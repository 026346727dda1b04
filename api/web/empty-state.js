import { html, useEffect, useState } from "./htm-preact.js";
import { everyPage, here, ready } from "./api.js";
import { Trouble } from "./controls.js";
import { exampleQuestions } from "./examples.js";
import { rich, t } from "./messages.js";

/** @import {Problem} from "./api.js" */
/** @import {Summary} from "./types.js" */

const MOST_TITLES = 5;
const READY_AGAIN_MS = 1000;

/** What a newcomer reads first. */
export function Welcome() {
  return html`<header class="welcome">
    <h1 class="wordmark">Pin<mark>cite</mark></h1>
    <p>${rich("welcome.text", { words: html`<mark>${t("welcome.words")}</mark>` })}</p>
  </header>`;
}

/**
 * What can be asked about: questions made from the newest documents, and the library.
 *
 * @param {{onAsk: (question: string) => void}} props
 */
export function Library({ onAsk }) {
  const { library, questions, problem, reload } = useLibrary();
  if (problem) return html`<${Unavailable} problem=${problem} onRetry=${reload} />`;
  if (!library) return null;
  return html`
    ${library.documents.length > 0 && html`<section class="examples" aria-label=${t("examples.label")}>
      <ul>${questions.map((question) => html`<li key=${question}>
        <button type="button" dir="auto" onClick=${() => onAsk(question)}>${question}</button>
      </li>`)}</ul>
    </section>`}
    <section class="library">
      <h2>${countOf(library)}</h2>
      ${library.documents.length > 0 && html`<${Titles} documents=${library.documents} />`}
      <p>${rich("library.add", {
        link: html`<a href="#library">${t("add.button")}</a>`,
        command: html`<code>pincite add FILE</code>`,
      })}</p>
    </section>`;
}

/**
 * Read the library and the example questions, once and after each call of `reload`.
 *
 * A server that is not ready yet is asked again until it is.
 */
function useLibrary() {
  const [library, setLibrary] = useState(/** @type {{documents: Summary[], more: boolean} | null} */ (null));
  const [questions, setQuestions] = useState(/** @type {string[]} */ ([]));
  const [problem, setProblem] = useState(/** @type {Problem | null} */ (null));
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    let timer = 0;
    const read = async () => {
      await ready();
      const { data: documents, more } = await everyPage("/v1/documents", controller.signal, 1);
      const found = { documents, more };
      setLibrary(found);
      setProblem(null);
      setQuestions(await exampleQuestions(found.documents, controller.signal).catch(() => []));
    };
    read().catch((/** @type {Problem} */ error) => {
      if (controller.signal.aborted) return;
      setProblem(error);
      if (error.status === 503) timer = setTimeout(() => setAttempt(attempt + 1), READY_AGAIN_MS);
    });
    return () => {
      controller.abort();
      clearTimeout(timer);
    };
  }, [attempt]);
  return { library, questions, problem, reload: () => setAttempt(attempt + 1) };
}

/** @param {{documents: Summary[], more: boolean}} library */
function countOf({ documents, more }) {
  if (!documents.length) return t("library.empty");
  return t(more ? "library.more" : "library.count", { count: documents.length });
}

/** @param {{documents: Summary[]}} props */
function Titles({ documents }) {
  const newest = documents.slice(-MOST_TITLES).reverse();
  const others = documents.length - newest.length;
  return html`<ul>
    ${newest.map(({ id, title }) => html`<li key=${id}><a dir="auto" href=${here(`/d/${id}`)}>${title}</a></li>`)}
    ${others > 0 && html`<li class="others">${t("library.others", { count: others })}</li>`}
  </ul>`;
}

/** @param {{problem: Problem, onRetry: () => void}} props */
function Unavailable({ problem, onRetry }) {
  if (problem.status === 503) return html`<p class="progress" role="status">${problem.detail}</p>`;
  return html`<${Trouble} title=${problem.title} detail=${problem.detail} onRetry=${onRetry} />`;
}
