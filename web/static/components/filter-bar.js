/**
 * The filter of the process tree. It shows what is on and never drops a part
 * silently. Event: "pg-filter" {change, typing}.
 */
import { Element, html, live, nothing } from './lit.js';
import { icon } from './icons.js';
import { logLine } from './log-text.js';
import { visible } from '../model/escapes.js';
import { readTyped, stamp } from '../model/time.js';
import { isNarrow, emptyFilter } from '../model/filters.js';

const TYPE_PAUSE = 350;

class FilterBar extends Element {
  static properties = {
    filter: { attribute: false }, first: {}, last: {}, hosts: { attribute: false }, users: { attribute: false }, zone: {}, sessionName: {}, bad: { state: true },
  };

  constructor() {
    super();
    this.filter = emptyFilter();
    /** @type {import('../model/types.js').HostSummary[]} */
    this.hosts = [];
    /** @type {import('../model/types.js').UserSummary[]} */
    this.users = [];
    this.zone = 'UTC';
    this.first = '';
    this.last = '';
    this.sessionName = '';
    /** @type {Record<string, boolean>} */
    this.bad = {};
    this.timer = 0;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.timer);
  }

  /** @param {Record<string, string>} change @param {boolean} [typing] */
  send(change, typing = false) {
    clearTimeout(this.timer);
    this.dispatchEvent(new CustomEvent('pg-filter', { detail: { change, typing } }));
  }

  /** What is being typed is never replaced from outside. @param {string} name @param {string} value */
  typed(name, value) {
    const input = /** @type {HTMLInputElement|null} */ (this.querySelector(`input[name="${name}"]`));
    return input && (input === document.activeElement || this.bad[name]) ? input.value : value;
  }

  /** @param {InputEvent} e */
  onText(e) {
    const value = /** @type {HTMLInputElement} */ (e.target).value;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.send({ text: value.trim() }, true), TYPE_PAUSE);
  }

  /** @param {KeyboardEvent} e */
  onTextKey(e) {
    const input = /** @type {HTMLInputElement} */ (e.target);
    if (e.key === 'Enter') this.send({ text: input.value.trim() }, true);
    if (e.key === 'Escape' && input.value) {
      e.stopPropagation();
      input.value = '';
      this.send({ text: '' }, true);
    }
  }

  /** @param {Event} e @param {'from'|'to'} edge */
  onTime(e, edge) {
    const value = readTyped(/** @type {HTMLInputElement} */ (e.target).value, this.zone, edge);
    this.bad = { ...this.bad, [edge]: value === null };
    if (value !== null) this.send({ [edge]: value });
  }

  /** @param {'from'|'to'} edge */
  timeField(edge) {
    const label = edge === 'from' ? 'From' : 'To';
    return html`<label class="field">${label}
      <input class="time ${this.bad[edge] ? 'invalid' : ''}" name=${edge} size="21" spellcheck="false" autocomplete="off" placeholder=${stamp(edge === 'from' ? this.first : this.last, this.zone).slice(0, 19) || '2024-03-05 14:50'}
        aria-invalid=${this.bad[edge] ? 'true' : 'false'} title="A date, with a time if you like, in ${this.zone}"
        .value=${live(this.typed(edge, stamp(this.filter[edge], this.zone)))} @change=${(/** @type {Event} */ e) => this.onTime(e, edge)}></label>`;
  }

  /** @param {string} label @param {string} name @param {[string, string][]} options */
  choice(label, name, options) {
    const value = /** @type {any} */ (this.filter)[name];
    const known = options.some(([v]) => v === value);
    return html`<label class="field">${label}
      <select name=${name} .value=${live(value)} @change=${(/** @type {Event} */ e) => this.send({ [name]: /** @type {HTMLSelectElement} */ (e.target).value })}>
        ${options.map(([v, text]) => html`<option value=${v} ?selected=${v === value}>${text}</option>`)}
        ${known ? nothing : html`<option value=${value} selected>not in this case</option>`}
      </select></label>`;
  }

  /** @param {string} label @param {any} text @param {string} name */
  chip(label, text, name) {
    return html`<span class="chip">${label}: ${text}<button type="button" class="quiet" aria-label="Remove the filter by ${label}" @click=${() => this.send({ [name]: '' })}>${icon('close')}</button></span>`;
  }

  render() {
    const f = this.filter;
    return html`<form class="filters" role="search" aria-label="Filter of the tree" @submit=${(/** @type {Event} */ e) => e.preventDefault()}>
      <label class="field grow">Text
        <input name="text" type="search" spellcheck="false" autocomplete="off" placeholder="image, command line, user, hash"
          .value=${live(this.typed('text', f.text))} @input=${this.onText} @keydown=${this.onTextKey}></label>
      ${this.choice('Host', 'host', [['', 'all hosts'], ...this.hosts.map((h) => /** @type {[string, string]} */ ([h.key, visible(h.name)]))])}
      ${this.choice('User', 'user', [['', 'all users'], ...this.users.map((u) => /** @type {[string, string]} */ ([u.key, visible(u.name || u.sid || u.key)]))])}
      ${this.timeField('from')}${this.timeField('to')}
      ${this.choice('Show', 'observed', [['', 'all processes'], ['true', 'observed only'], ['false', 'not observed only']])}
      ${f.session ? this.chip('logon session', logLine(this.sessionName || f.session), 'session') : nothing}
      ${f.image ? this.chip('image', logLine(f.image), 'image') : nothing}
      ${isNarrow(f) ? html`<button type="button" class="clear" @click=${() => this.send({ ...emptyFilter(), host: f.host })}>Clear filter</button>` : nothing}
    </form>`;
  }
}

customElements.define('pg-filter-bar', FilterBar);
