/** The events that the files have, and those that they lack and what is therefore not visible. */
import { html, nothing } from './lit.js';
import { logLine } from './log-text.js';
import { count } from '../model/words.js';

/** @param {string} provider */
function shortProvider(provider) {
  return provider.replace(/^Microsoft-Windows-/, '').replace(/-Auditing$/, '');
}

/** @param {import('../model/types.js').MissingEvent[]} missing @param {number} [open] how many are shown at once */
export function missingEvents(missing, open = Infinity) {
  if (missing.length === 0) return html`<p class="muted">Every event that procgraph can use is there.</p>`;
  const one = (/** @type {import('../model/types.js').MissingEvent} */ m) => html`<li><p><strong>${shortProvider(m.provider)} ${m.event_id}</strong> ${m.title}</p>
    <p>${m.consequence}</p><details><summary>How to bring it</summary><p class="how">${m.how}</p></details></li>`;
  return html`<ul class="missing">${missing.slice(0, open).map(one)}</ul>
    ${missing.length > open ? html`<details><summary>${count(missing.length - open)} more</summary><ul class="missing">${missing.slice(open).map(one)}</ul></details>` : nothing}`;
}

/** @param {import('../model/types.js').EventCount[]} events */
export function presentEvents(events) {
  if (events.length === 0) return html`<p class="muted">No file had a readable event.</p>`;
  return html`<div class="scroll-x"><table class="data"><thead><tr><th>Provider</th><th class="num">Event</th><th>What it is</th><th class="num">Records</th><th>Used</th></tr></thead>
    <tbody>${events.map((e) => html`<tr class=${e.used ? '' : 'muted'}><td>${logLine(e.provider)}</td><td class="num">${e.event_id}</td><td>${logLine(e.title)}</td><td class="num">${count(e.count)}</td><td>${e.used ? 'yes' : 'counted only'}</td></tr>`)}</tbody></table></div>`;
}
