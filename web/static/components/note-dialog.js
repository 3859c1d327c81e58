/** The note's editor over the page, for things that have no details of their own. */
import { Element, html, nothing } from './lit.js';
import { logLine } from './log-text.js';
import './note-editor.js';

class NoteDialog extends Element {
  static properties = { what: { state: true } };

  constructor() {
    super();
    /** @type {{kind: string, about: string, title: string}|null} */
    this.what = null;
    /** @type {HTMLElement|null} */
    this.back = null;
    this.onNote = (/** @type {Event} */ e) => this.open(/** @type {CustomEvent} */ (e).detail);
  }

  connectedCallback() {
    super.connectedCallback();
    document.addEventListener('pg-note', this.onNote);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    document.removeEventListener('pg-note', this.onNote);
  }

  /** @param {{kind: string, about: string, title: string}} what */
  async open(what) {
    this.back = /** @type {HTMLElement|null} */ (document.activeElement);
    this.what = what;
    await this.updateComplete;
    /** @type {HTMLDialogElement} */ (this.querySelector('dialog')).showModal();
  }

  close() {
    /** @type {HTMLDialogElement|null} */ (this.querySelector('dialog'))?.close();
  }

  onClose() {
    this.what = null;
    this.back?.focus();
  }

  render() {
    const w = this.what;
    return html`<dialog class="help note-dialog" aria-labelledby="note-title" @close=${this.onClose}>${w ? html`<div class="help-body"><h2 id="note-title">${logLine(w.title)}</h2>
      <pg-note kind=${w.kind} .about=${w.about} open @pg-saved=${() => this.close()}></pg-note></div>` : nothing}</dialog>`;
  }
}

customElements.define('pg-note-dialog', NoteDialog);
