/** The log records that a thing was derived from, each with its raw fields. */
import { Element, html, nothing } from './lit.js';
import { logLine, logWhole } from './log-text.js';
import { copyButton } from './copy-button.js';
import { fullStamp } from '../model/time.js';
import { sourceWords } from '../model/provenance.js';

/** @type {Record<string, string>} */
const ZONES = { none: 'local time without a zone', doubtful: 'zone in doubt' };

class SourceRecords extends Element {
  static properties = { sources: { attribute: false }, zone: {}, plain: { type: Boolean }, none: {}, open: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/types.js').SourceRecord[]} */
    this.sources = [];
    this.zone = 'UTC';
    /** without a heading of its own */
    this.plain = false;
    this.none = 'No record of its own: a stub is put together from the records of its children.';
    /** @type {Set<number>} */
    this.open = new Set();
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has('sources')) this.open = new Set();
  }

  /** Opens one record and brings it into view. @param {number} index */
  async reveal(index) {
    this.open = new Set([...this.open, index]);
    await this.updateComplete;
    const el = /** @type {HTMLElement|null} */ (this.querySelector(`[data-record="${index}"]`));
    el?.scrollIntoView({ block: 'nearest' });
    /** @type {HTMLElement|null} */ (el?.querySelector('summary'))?.focus();
  }

  /** @param {number} i @param {boolean} open */
  set(i, open) {
    const next = new Set(this.open);
    if (open) next.add(i);
    else next.delete(i);
    this.open = next;
  }

  /** @param {import('../model/types.js').SourceRecord} s */
  asText(s) {
    return [sourceWords(s), ...(s.fields ?? []).map((f) => `${f.name}: ${f.value}`)].join('\n');
  }

  /** @param {import('../model/types.js').SourceRecord} s @param {number} i */
  record(s, i) {
    return html`<details class="record" data-record=${i} .open=${this.open.has(i)} @toggle=${(/** @type {Event} */ e) => {
        const open = /** @type {HTMLDetailsElement} */ (e.target).open;
        if (open !== this.open.has(i)) this.set(i, open);
      }}>
      <summary><span class="src">${i + 1}</span> ${logLine(sourceWords(s))}${(s.flaws ?? []).map((f) => html`<span class="flag tone-warn">${f}</span>`)}</summary>
      ${this.open.has(i) ? html`<table class="fields raw"><tbody>
        <tr><th scope="row">Computer</th><td>${logLine(s.computer)}</td></tr>
        <tr><th scope="row">Record time</th><td>${s.time_zone && s.time_zone !== 'utc' ? html`${logLine(s.time)} <span class="muted">${ZONES[s.time_zone] ?? s.time_zone}, as recorded</span>` : fullStamp(s.time, this.zone)}</td></tr>
        ${s.utc_time ? html`<tr><th scope="row">UtcTime</th><td>${fullStamp(s.utc_time, this.zone)}</td></tr>` : nothing}
        ${(s.fields ?? []).map((f) => html`<tr><th scope="row">${logLine(f.name)}</th><td>${logWhole(f.value)}</td></tr>`)}
      </tbody></table>${copyButton(() => this.asText(s), 'the record', 'Copy record')}` : nothing}
    </details>`;
  }

  render() {
    const records = this.sources.length === 0 ? html`<p class="muted">${this.none}</p>` : this.sources.map((s, i) => this.record(s, i));
    return this.plain ? records : html`<section><h3>Source records</h3>${records}</section>`;
  }
}

customElements.define('pg-source-records', SourceRecords);
