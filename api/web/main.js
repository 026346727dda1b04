import { html, render } from "./htm-preact.js";
import "./preferences.js"; // first of all, for its theme
import { App } from "./app.js";
import { language } from "./messages.js";

document.documentElement.lang = language;
render(html`<${App} />`, document.body);
