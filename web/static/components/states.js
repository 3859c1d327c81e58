/** What is shown where there is nothing to show: why, and what to do. */
import { html, nothing } from './lit.js';
import { icon } from './icons.js';

/** @param {string} [what] */
export function loading(what = 'Loading…') {
  return html`<p class="state busy" role="status"><span class="spinner" aria-hidden="true"></span>${what}</p>`;
}

/** @param {string} title @param {any} [why] @param {any} [action] */
export function empty(title, why = nothing, action = nothing) {
  return html`<div class="state empty"><p class="state-title">${title}</p>${why === nothing ? nothing : html`<p>${why}</p>`}${action}</div>`;
}

/** @param {import('../model/api.js').ApiError} err @param {() => void} [retry] */
export function failed(err, retry) {
  return html`<div class="state failed" role="alert">
    <p class="state-title">${icon('warning')} ${err.message}</p>
    ${err.hint ? html`<p>${err.hint}</p>` : nothing}
    ${retry ? html`<button type="button" @click=${retry}>Try again</button>` : nothing}
  </div>`;
}
