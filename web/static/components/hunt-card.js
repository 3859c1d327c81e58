/** A hunt: its question, why it is asked, what a hit is, its parameters, and its Cypher. */
import { html, nothing } from './lit.js';
import { logLine, logWhole } from './log-text.js';
import { copyButton } from './copy-button.js';
import { huntParams } from './query-params.js';

/** @param {string} id of a technique of ATT&CK */
function technique(id) {
  return html`<span class="technique" title="MITRE ATT&CK technique ${id}">${logLine(id)}</span> `;
}

/**
 * @param {any} h @param {Record<string, string>} form @param {(name: string, text: string) => void} change
 * @param {any} actions what stands below the parameters @param {boolean} runnable
 */
export function huntCard(h, form, change, actions, runnable) {
  return html`<section class="card hunt-card" aria-label="Hunt"><header><h2>${logLine(h.title)} <span class="muted">${h.name}</span></h2><span>${(h.attack ?? []).map(technique)}</span></header>
    <p class="question">${logWhole(h.question)}</p>
    <dl class="about">${[['Why', h.why], ['A hit', h.hit], ['Looks alike', h.false_positives]].filter(([, text]) => text).map(([name, text]) => html`<div><dt>${name}</dt><dd>${logWhole(text)}</dd></div>`)}</dl>
    <form @submit=${(/** @type {Event} */ e) => e.preventDefault()}>${runnable ? html`<h3>Parameters</h3>${huntParams(h.params, form, change)}` : paramTable(h)}${actions}</form>
    <details class="hunt-cypher" ?open=${!runnable}><summary>Its Cypher</summary>${copyButton(() => h.cypher, 'the Cypher', 'Copy')}<pre class="code">${logWhole(h.cypher, { multiline: true })}</pre></details></section>`;
}

/** Where it cannot be run: what it takes. @param {any} h */
function paramTable(h) {
  if (!h.params?.length) return nothing;
  return html`<h3>Parameters</h3><div class="scroll-x"><table class="data"><thead><tr><th scope="col">Name</th><th scope="col">Type</th><th scope="col">Default</th><th scope="col">Meaning</th></tr></thead>
    <tbody>${h.params.map((/** @type {any} */ p) => html`<tr><td><code>$${p.name}</code></td><td>${p.type}</td><td>${p.required ? html`<span class="tag">required</span>` : logWhole(p.default)}</td><td>${logWhole(p.meaning)}</td></tr>`)}</tbody></table></div>`;
}
