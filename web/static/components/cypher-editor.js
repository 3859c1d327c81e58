/**
 * The editor of queries: loads CodeMirror, and keeps to a plain text field where that
 * cannot be loaded. Events: "pg-query" with the text, "pg-run".
 */
import { Element, html, nothing } from './lit.js';
import { NO_MODEL } from '../model/cypher-complete.js';

const LABEL = 'Query in Cypher';

class CypherEditor extends Element {
  static properties = { plain: { state: true }, ready: { state: true } };

  constructor() {
    super();
    this.value = '';
    /** @type {import('../model/cypher-complete.js').CypherModel} */
    this.model = NO_MODEL;
    this.plain = false;
    this.ready = false;
    /** @type {any} */
    this.editor = null;
    /** @type {{line: number, column: number}|null} */
    this.wrong = null;
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.editor?.end();
    this.editor = null;
    this.ready = false;
  }

  async firstUpdated() {
    await this.load();
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.hasUpdated) this.load();
  }

  async load() {
    try {
      const { makeEditor } = await import('./codemirror.js');
      const host = this.querySelector('.cypher-host');
      if (!host || this.editor || !this.isConnected) return;
      this.editor = makeEditor(host, { text: this.value, label: LABEL, model: () => this.model, changed: (text) => this.changed(text), run: () => this.dispatchEvent(new CustomEvent('pg-run')) });
      this.editor.mark(this.wrong);
      this.ready = true;
    } catch (err) {
      console.warn('The editor could not be loaded; a plain text field takes its place.', err);
      this.plain = true;
    }
  }

  /** @param {string} text */
  changed(text) {
    if (text === this.value) return;
    this.value = text;
    this.dispatchEvent(new CustomEvent('pg-query', { detail: text }));
  }

  /** Another text; the reader can undo it. @param {string} text */
  setText(text) {
    this.value = text;
    this.editor?.setText(text);
    this.requestUpdate();
  }

  /** Marks where a query is wrong. @param {{line: number, column: number}|null} place */
  mark(place) {
    this.wrong = place;
    this.editor?.mark(place);
  }

  /** @param {{line: number, column: number}} place */
  goTo(place) {
    this.editor?.goTo(place);
  }

  /** @param {string} text */
  insert(text) {
    this.editor?.insert(text);
  }

  /** @param {KeyboardEvent} e */
  onKey(e) {
    if (e.key !== 'Enter' || !(e.ctrlKey || e.metaKey)) return;
    e.preventDefault();
    this.dispatchEvent(new CustomEvent('pg-run'));
  }

  render() {
    return html`<div class="cypher-host" ?hidden=${this.plain}></div>
      ${this.plain ? html`<textarea class="cypher-plain" aria-label=${LABEL} rows="8" spellcheck="false" .value=${this.value} @keydown=${this.onKey}
        @input=${(/** @type {Event} */ e) => this.changed(/** @type {HTMLTextAreaElement} */ (e.target).value)}></textarea>` : nothing}
      ${this.ready || this.plain ? nothing : html`<pre class="code cypher-waiting">${this.value}</pre>`}`;
  }
}

customElements.define('pg-cypher-editor', CypherEditor);
