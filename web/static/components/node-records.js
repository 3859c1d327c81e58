/** The source records of another node, asked for when they are opened: of a parent, of a logon session. */
import { Asking } from './asking.js';
import { html, nothing } from './lit.js';
import { failed, loading } from './states.js';
import './source-records.js';

class NodeRecords extends Asking {
  static properties = { kind: {}, key: {}, label: {}, none: {}, zone: {}, sources: { state: true }, open: { state: true } };

  constructor() {
    super();
    /** process, session or logon_attempt */
    this.kind = 'process';
    this.key = '';
    this.label = '';
    /** said where there is no record */
    this.none = '';
    this.zone = 'UTC';
    this.open = false;
    /** @type {import('../model/types.js').SourceRecord[]|null} */
    this.sources = null;
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (!changed.has('key') && !changed.has('kind')) return;
    this.asking.cancel();
    this.sources = null;
    this.error = null;
    if (this.open) this.load();
  }

  async load() {
    const answer = await this.ask('/sources', { kind: this.kind, key: this.key });
    if (answer) this.sources = answer.items ?? [];
  }

  /** @param {Event} e */
  onToggle(e) {
    if (e.target !== e.currentTarget) return;
    this.open = /** @type {HTMLDetailsElement} */ (e.target).open;
    if (this.open && !this.sources) this.load();
  }

  body() {
    if (this.error) return failed(this.error, () => this.load());
    if (!this.sources) return loading('Loading the records…');
    return html`<pg-source-records plain .sources=${this.sources} zone=${this.zone} none=${this.none}></pg-source-records>`;
  }

  render() {
    return html`<details class="node-records" .open=${this.open} @toggle=${this.onToggle}><summary>${this.label}</summary>${this.open ? this.body() : nothing}</details>`;
  }
}

customElements.define('pg-node-records', NodeRecords);
