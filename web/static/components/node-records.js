/** The source records of another node, asked for when they are opened: of a parent, of a logon session. */
import { Element, html, nothing } from './lit.js';
import { failed, loading } from './states.js';
import './source-records.js';
import { theCase } from '../model/case.js';
import { ApiError, isAbort, Slot } from '../model/api.js';

class NodeRecords extends Element {
  static properties = { kind: {}, key: {}, label: {}, none: {}, zone: {}, sources: { state: true }, error: { state: true }, open: { state: true } };

  constructor() {
    super();
    /** process, session or attempt */
    this.kind = 'process';
    this.key = '';
    this.label = '';
    /** said where there is no record */
    this.none = '';
    this.zone = 'UTC';
    this.open = false;
    /** @type {import('../model/types.js').SourceRecord[]|null} */
    this.sources = null;
    /** @type {ApiError|null} */
    this.error = null;
    this.asking = new Slot();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asking.cancel();
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
    try {
      const answer = await theCase.api.get('/sources', { kind: this.kind, key: this.key }, this.asking.next());
      this.sources = answer.items ?? [];
      this.error = null;
    } catch (err) {
      if (isAbort(err)) return;
      this.error = err instanceof ApiError ? err : new ApiError('internal', String(err), '');
    }
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
