/** A menu of what can be saved. */
import { html } from './lit.js';
import { announce } from './copy-button.js';

/** @typedef {{name: string, title: string, act: () => void|Promise<void>}} SaveEntry */

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
