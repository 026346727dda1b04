import { html } from "./htm-preact.js";
import { useServerSettings } from "./api.js";
import { nameOf } from "./citing.js";
import { typed } from "./controls.js";
import { LANGUAGES, chooseLanguage, chosenLanguage, rich, t } from "./messages.js";
import { STYLES, prefer, usePreferences } from "./preferences.js";

/** @import {ServerSettings} from "./api.js" */
/** @import {Preferences} from "./preferences.js" */

/** @type {Preferences["theme"][]} */
const THEMES = ["system", "light", "dark"];

/** What names the language model where Pincite is started. */
const MODEL_SETTING = "PINCITE_LLM_MODEL";

/** What a reader can choose, and what the server does, as it says itself. */
export function SettingsView() {
  const chosen = usePreferences();
  const { server, failed } = useServerSettings();
  return html`<section class="shelf settings" aria-labelledby="shelf-title">
    <header><h2 id="shelf-title" tabindex="-1">${t("view.settings")}</h2></header>
    <section aria-labelledby="model-title">
      <h3 id="model-title">${t("settings.model")}</h3>
      ${failed ? html`<p class="problem" role="alert">${t("settings.failed")}</p>` : html`<${Model} server=${server} chosen=${chosen} />`}
    </section>
    <section aria-labelledby="history-title">
      <h3 id="history-title">${t("view.history")}</h3>
      <${Switch} label=${t("settings.keep")} on=${chosen.keep} disabled=${server?.keeps_history === false}
        onChange=${(/** @type {boolean} */ keep) => prefer({ keep })} />
      <p class="hint">${server?.keeps_history === false ? t("history.off.server") : t("settings.keep.hint")}</p>
    </section>
    <section aria-labelledby="looks-title">
      <h3 id="looks-title">${t("settings.looks")}</h3>
      <fieldset class="themes">
        <legend>${t("settings.theme")}</legend>
        ${THEMES.map((theme) => html`<label key=${theme}>
          <input type="radio" name="theme" value=${theme} checked=${chosen.theme === theme} onChange=${() => prefer({ theme })} />
          <span>${t(`settings.theme.${theme}`)}</span>
        </label>`)}
      </fieldset>
      <${Choice} label=${t("settings.language")} value=${chosenLanguage() ?? ""} onChoose=${(/** @type {string} */ id) => chooseLanguage(id || null)}
        options=${[{ id: "", name: t("settings.language.browser") }, ...LANGUAGES]} />
    </section>
    <section aria-labelledby="copying-title">
      <h3 id="copying-title">${t("settings.copying")}</h3>
      <${Choice} label=${t("settings.style")} value=${chosen.style} onChoose=${(/** @type {string} */ style) => prefer({ style })}
        options=${STYLES.map((id) => ({ id, name: nameOf(id) }))} />
    </section>
    ${server && html`<p class="hint">${t("settings.about", { version: server.version, embedder: server.embedder })}</p>`}
  </section>`;
}

/** @param {{server: ServerSettings | null, chosen: Preferences}} props */
function Model({ server, chosen }) {
  if (!server) return html`<p class="progress" role="status">${t("settings.asking")}</p>`;
  const { language_model: model } = server;
  if (!model) return html`<p>${t("settings.model.none")}</p><p class="hint">
    ${rich("settings.model.how", { setting: html`<code>${MODEL_SETTING}</code>` })}</p>`;
  const { name, endpoint, passages_sent: count, is_local } = model;
  const off = !chosen.model;
  return html`
    <${Switch} label=${t("settings.model.use", { name })} on=${chosen.model}
      onChange=${(/** @type {boolean} */ wanted) => prefer({ model: wanted })} />
    <p>${off ? t("settings.model.off") : t(is_local ? "settings.model.local" : "settings.model.sent", { endpoint, count })}</p>
    <p class="hint">${t("settings.model.checked")}</p>`;
}

/** @param {{label: string, on: boolean, disabled?: boolean, onChange: (on: boolean) => void}} props */
function Switch({ label, on, disabled = false, onChange }) {
  return html`<label class="switch">
    <input type="checkbox" role="switch" checked=${on && !disabled} disabled=${disabled}
      onChange=${(/** @type {{currentTarget: HTMLInputElement}} */ event) => onChange(event.currentTarget.checked)} />
    <span>${label}</span>
  </label>`;
}

/** @param {{label: string, value: string, options: {id: string, name: string}[], onChoose: (id: string) => void}} props */
function Choice({ label, value, options, onChoose }) {
  return html`<label class="choice"><span>${label}</span>
    <select value=${value} onChange=${typed(onChoose)}>
      ${options.map(({ id, name }) => html`<option key=${id} value=${id}>${name}</option>`)}
    </select>
  </label>`;
}
