import { html, render } from "./htm-preact.js";
import { App } from "./app.js";

render(html`<${App} />`, document.body);
