/** The parameters of a query or a hunt as a form. */
import { html, nothing } from './lit.js';
import { defaultText, fresh, PARAM_TYPES } from '../model/cypher-params.js';

/**
 * The own parameters of a query.
 * @param {string[]} names @param {Record<string, import('../model/cypher-params.js').Typed>} form @param {Record<string, string>} errors
 * @param {(name: string, typed: import('../model/cypher-params.js').Typed) => void} change
 */
export function queryParams(names, form, errors, change) {
  if (names.length === 0) return nothing;
  return html`<fieldset class="params"><legend>Parameters</legend>${names.map((name) => {
    const typed = form[name] ?? fresh(name);
    const id = `param-${name}`;
    return html`<div class="param"><label for=${id}>$${name}</label>
      ${typedField(id, typed, Boolean(errors[name]), (text) => change(name, { ...typed, text }))}
      <select aria-label="Type of $${name}" @change=${(/** @type {Event} */ e) => change(name, { ...typed, type: /** @type {any} */ (e.target).value })}>
        ${PARAM_TYPES.map(([type, words]) => html`<option value=${type} ?selected=${type === typed.type}>${words}</option>`)}</select>
      ${errors[name] ? html`<span class="bad" id="${id}-error">${errors[name]}</span>` : nothing}</div>`;
  })}</fieldset>`;
}

/** @param {string} id @param {import('../model/cypher-params.js').Typed} typed @param {boolean} wrong @param {(text: string) => void} change */
function typedField(id, typed, wrong, change) {
  const on = (/** @type {Event} */ e) => change(/** @type {HTMLInputElement} */ (e.target).value);
  const described = wrong ? `${id}-error` : nothing;
  if (typed.type === 'boolean') {
    return html`<select id=${id} @change=${on} aria-describedby=${described}>${['', 'true', 'false'].map((v) => html`<option value=${v} ?selected=${v === typed.text}>${v || 'choose'}</option>`)}</select>`;
  }
  if (typed.type === 'list' || typed.type === 'json') {
    return html`<textarea id=${id} rows="2" class=${wrong ? 'invalid' : ''} spellcheck="false" .value=${typed.text} @input=${on} aria-invalid=${wrong ? 'true' : 'false'} aria-describedby=${described}></textarea>`;
  }
  return html`<input id=${id} class=${wrong ? 'invalid' : ''} autocomplete="off" spellcheck="false" .value=${typed.text} @input=${on} aria-invalid=${wrong ? 'true' : 'false'} aria-describedby=${described}>`;
}

/**
 * The parameters of a hunt, with their defaults and meaning.
 * @param {any[]} params @param {Record<string, string>} form @param {(name: string, text: string) => void} change
 */
export function huntParams(params, form, change) {
  if (!params?.length) return html`<p class="muted">It takes no parameters.</p>`;
  return html`<div class="params">${params.map((p) => {
    const id = `hunt-${p.name}`;
    const text = form[p.name] ?? defaultText(p);
    return html`<div class="param hunt-param"><label for=${id}>${p.name}${p.required ? html` <span class="tag">required</span>` : nothing}</label>
      ${huntField(p, id, text, (/** @type {string} */ v) => change(p.name, v))}
      <span class="muted" id="${id}-about">${p.meaning}${bounds(p)}</span></div>`;
  })}</div>`;
}

/** @param {any} p @param {string} id @param {string} text @param {(text: string) => void} change */
function huntField(p, id, text, change) {
  const on = (/** @type {Event} */ e) => change(/** @type {HTMLInputElement} */ (e.target).value);
  const about = `${id}-about`;
  if (p.type === 'bool' || p.allowed?.length) {
    const values = p.type === 'bool' ? ['true', 'false'] : p.allowed;
    return html`<select id=${id} aria-describedby=${about} @change=${on}>${values.map((/** @type {string} */ v) => html`<option value=${v} ?selected=${v === text}>${v}</option>`)}</select>`;
  }
  if (p.type === 'int') return html`<input id=${id} type="number" aria-describedby=${about} min=${p.min ?? nothing} max=${p.max ?? nothing} .value=${text} @input=${on}>`;
  if (p.type === 'text' || p.type === 'key') return html`<input id=${id} aria-describedby=${about} ?required=${p.required} autocomplete="off" spellcheck="false" .value=${text} @input=${on}>`;
  return html`<textarea id=${id} aria-describedby=${about} rows=${Math.min(5, 1 + Math.floor(text.length / 60))} spellcheck="false" .value=${text} @input=${on}></textarea>`;
}

/** @param {any} p */
function bounds(p) {
  if (p.type === 'key') return ' (a key, as in the address of a process)';
  if (p.type !== 'int' || p.max === undefined) return '';
  return ` (${(p.min ?? 0).toLocaleString('en-US')} to ${p.max.toLocaleString('en-US')})`;
}
