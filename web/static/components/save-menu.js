/** A menu of what can be saved. */
import { html } from './lit.js';
import { announce } from './copy-button.js';
import { fileName, pngOf, save } from '../model/download.js';

/** @typedef {{name: string, title: string, act: () => void|Promise<void>}} SaveEntry */

/** The ending and the type of each format. */
const FORMATS = /** @type {const} */ ({
  SVG: ['svg', 'image/svg+xml'], PNG: ['png', 'image/png'], CSV: ['csv', 'text/csv'], JSON: ['json', 'application/json'],
  Mermaid: ['mmd', 'text/plain'], GraphML: ['graphml', 'application/xml'],
});

/**
 * Makes entries that save what is shown under one name. A PNG is drawn from the SVG that is made for it.
 * @param {string} base of the file's name
 * @returns {(name: keyof typeof FORMATS, title: string, make: () => string|Promise<string>) => SaveEntry}
 */
export function saveEntries(base) {
  return (name, title, make) => ({
    name, title, act: async () => {
      const [ext, type] = FORMATS[name];
      const text = await make();
      save(fileName(base, ext), type, name === 'PNG' ? await pngOf(text) : text);
    },
  });
}

/** @param {SaveEntry[]} entries */
export function saveMenu(entries) {
  const run = async (/** @type {Event} */ e, /** @type {SaveEntry} */ entry) => {
    /** @type {HTMLElement} */ (e.currentTarget).closest('details')?.removeAttribute('open');
    try {
      await entry.act();
      announce(`${entry.name} saved.`);
    } catch (err) {
      announce(`${entry.name} could not be saved: ${err instanceof Error ? err.message : String(err)}`);
    }
  };
  const onKey = (/** @type {KeyboardEvent} */ e) => {
    const menu = /** @type {HTMLDetailsElement} */ (e.currentTarget);
    if (e.key !== 'Escape' || !menu.open) return;
    menu.open = false;
    menu.querySelector('summary')?.focus();
    e.preventDefault();
    e.stopPropagation();
  };
  return html`<details class="menu save-menu" @keydown=${onKey}><summary class="button">Save as</summary><div class="menu-body">${entries.map((x) => html`<button type="button" data-format=${x.name} title=${x.title} @click=${(/** @type {Event} */ e) => run(e, x)}>${x.name}</button>`)}</div></details>`;
}
