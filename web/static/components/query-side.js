/** What stands beside the editor: hunts, kept and past queries, and what Cypher sees. */
import { html, nothing } from './lit.js';
import { icon } from './icons.js';
import { logLine } from './log-text.js';
import { entryTitle } from '../model/query-store.js';
import { href } from '../model/router.js';
import { stamp } from '../model/time.js';
import { count } from '../model/words.js';

/** The parts, with their names. */
export const SIDES = /** @type {const} */ ([['', 'Hunts'], ['kept', 'Favourites'], ['past', 'History'], ['model', 'Schema']]);

/**
 * @param {any} data of GET /hunts @param {string} chosen @param {string} filter @param {(text: string) => void} onFilter
 */
export function huntList(data, chosen, filter, onFilter) {
  const words = filter.toLowerCase().split(/\s+/).filter(Boolean);
  const all = /** @type {any[]} */ (data.items ?? []);
  const items = all.filter((h) => words.every((w) => `${h.name} ${h.title} ${h.question} ${(h.attack ?? []).join(' ')}`.toLowerCase().includes(w)));
  return html`<input type="search" class="wide" placeholder="Filter: words, T1059…" aria-label="Filter the hunts" .value=${filter} @input=${(/** @type {Event} */ e) => onFilter(/** @type {HTMLInputElement} */ (e.target).value)}>
    <ul class="side-list hunts">${items.map((h) => html`<li><a href=${href('query', { hunt: h.name })} aria-current=${h.name === chosen ? 'true' : nothing}><strong>${logLine(h.title)}</strong>${h.own ? html` <span class="tag">yours</span>` : nothing}
      <span class="side-sub">${logLine(h.question)}</span></a></li>`)}</ul>
    ${items.length === 0 ? html`<p class="muted">No hunt has these words.</p>` : nothing}
    ${(data.problems ?? []).map((/** @type {any} */ p) => html`<p class="note bad">${logLine(p.file)}${p.line ? `, line ${p.line}` : ''}: ${logLine(p.reason)}</p>`)}`;
}

/** The address of an entry. @param {import('../model/query-store.js').Entry} x */
export function entryLink(x) {
  const p = Object.keys(x.params).length ? JSON.stringify(x.params) : '';
  return x.hunt ? href('query', { hunt: x.hunt, p }) : href('query', { q: x.query, p });
}

/**
 * @param {import('../model/query-store.js').QueryStore} store @param {string} zone @param {string} none what is said of an empty list
 * @param {{changed: () => void, side: string}} how
 */
export function entryList(store, zone, none, how) {
  if (store.items.length === 0) return html`<p class="muted">${none}</p>`;
  const remove = (/** @type {import('../model/query-store.js').Entry} */ x) => {
    store.remove(x);
    how.changed();
  };
  const clear = () => {
    store.clear();
    how.changed();
  };
  return html`<ul class="side-list">${store.items.map((x) => html`<li><a href=${`${entryLink(x)}&side=${how.side}`}><span class=${x.name ? 'strong' : 'entry-code'}>${logLine(entryTitle(x))}</span>
      <span class="side-sub">${stamp(x.at, zone).slice(0, 19)}${x.failed ? html` · <span class="bad">${logLine(x.failed)}</span>` : x.rows !== undefined ? ` · ${count(x.rows)} rows · ${count(x.took ?? 0)} ms` : ''}</span></a>
      <button type="button" class="quiet" aria-label="Remove" title="Remove" @click=${() => remove(x)}>${icon('close')}</button></li>`)}</ul>
    <p><button type="button" @click=${clear}>Clear the list</button> <span class="muted">It is kept in this browser only.</span></p>`;
}

/** @param {import('../model/cypher-complete.js').CypherModel} model @param {(text: string) => void} insert */
export function modelList(model, insert) {
  const put = (/** @type {string} */ text, /** @type {string} */ title = '') => html`<button type="button" class="linklike term" title=${title ? `${title} – insert it` : 'Insert it'} @click=${() => insert(text)}>${text}</button>`;
  return html`<p class="muted">A click writes the name where the cursor is.</p>
    <h2>Labels</h2>${model.labels.map((l) => html`<details class="schema"><summary><code>${l.name}</code> <span class="muted">${l.meaning}</span></summary><p>${put(`:${l.name}`, l.meaning)} ${l.properties.map((p) => html`${put(p)} `)}</p></details>`)}
    <h2>Relationships</h2><ul class="side-list plain-list">${model.relationships.map((r) => html`<li>${put(`:${r.type}`, r.meaning)}${r.properties?.length ? html` <code>{${r.properties.join(', ')}}</code>` : nothing}
      <span class="side-sub">${r.between.map((b) => `(${b.from})→(${b.to})`).join(', ')}: ${r.meaning}</span></li>`)}</ul>
    <h2>Always bound</h2><ul class="side-list plain-list">${model.parameters.map((p) => html`<li>${put(`$${p.name}`, p.meaning)}<span class="side-sub">${p.meaning}</span></li>`)}</ul>`;
}
