/** The editor of one note: tags, colour and comment. Event: "pg-saved". */
import { Element, html, live, nothing } from './lit.js';
import { announce } from './copy-button.js';
import { logLine, logWhole } from './log-text.js';
import { theNotes } from '../model/notes.js';
import { parseTags, tagCounts } from '../model/note-model.js';
import { asApiError } from '../model/api.js';
import { fullStamp, resolveZone } from '../model/time.js';
import { pref } from '../model/prefs.js';

class NoteEditor extends Element {
  static properties = { kind: {}, about: {}, open: { type: Boolean }, editing: { state: true }, error: { state: true }, busy: { state: true } };

  constructor() {
    super();
    this.kind = 'process';
    this.about = '';
    /** Begins with the form. */
    this.open = false;
    this.editing = false;
    this.busy = false;
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    /** @type {{tags: string, comment: string, colour: string, seen: string|undefined}} */
    this.draft = { tags: '', comment: '', colour: '', seen: undefined };
    this.onNotes = () => this.requestUpdate();
  }

  connectedCallback() {
    super.connectedCallback();
    theNotes.addEventListener('change', this.onNotes);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    theNotes.removeEventListener('change', this.onNotes);
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (!changed.has('about') && !changed.has('kind')) return;
    this.editing = false;
    this.error = null;
    if (this.open) this.edit();
  }

  get note() {
    return theNotes.get(this.kind, this.about);
  }

  edit() {
    const n = this.note;
    this.draft = { tags: (n?.tags ?? []).join(', '), comment: n?.comment ?? '', colour: n?.colour ?? '', seen: n?.changed };
    this.error = null;
    this.editing = true;
    this.updateComplete.then(() => /** @type {HTMLElement|null} */ (this.querySelector('input[name=tags]'))?.focus());
  }

  /** @param {{tags: string, comment: string, colour: string}} d */
  async save(d) {
    this.busy = true;
    this.error = null;
    try {
      const kind = /** @type {import('../model/note-model.js').NoteKind} */ (this.kind);
      await theNotes.save({ about_kind: kind, about: this.about, tags: parseTags(d.tags), comment: d.comment.trim(), colour: d.colour }, this.draft.seen);
      this.editing = false;
      announce(d.tags.trim() || d.comment.trim() || d.colour ? 'Note kept.' : 'Note removed.');
      this.dispatchEvent(new CustomEvent('pg-saved'));
    } catch (err) {
      this.error = asApiError(err);
      // What is there now was read again: saving once more replaces it knowingly.
      if (this.error.code === 'busy') this.draft.seen = this.note?.changed;
    } finally {
      this.busy = false;
    }
  }

  /** @param {KeyboardEvent} e */
  onKey(e) {
    e.stopPropagation();
    if (e.key === 'Escape') {
      e.preventDefault();
      this.editing = false;
      this.dispatchEvent(new CustomEvent('pg-saved'));
    }
    if (e.key === 'Enter' && (e.ctrlKey || e.metaKey)) {
      e.preventDefault();
      this.save(this.draft);
    }
  }

  form() {
    const d = this.draft;
    const set = (/** @type {'tags'|'comment'|'colour'} */ name) => (/** @type {Event} */ e) => {
      d[name] = /** @type {HTMLInputElement} */ (e.target).value;
      this.requestUpdate();
    };
    const used = tagCounts(theNotes.items).slice(0, 12);
    const add = (/** @type {string} */ t) => {
      d.tags = [...parseTags(d.tags), t].join(', ');
      this.requestUpdate();
    };
    return html`<form class="note-form" @keydown=${this.onKey} @submit=${(/** @type {Event} */ e) => { e.preventDefault(); this.save(d); }}>
      <label>Tags, separated by commas <input name="tags" autocomplete="off" spellcheck="false" maxlength="1100" .value=${live(d.tags)} @input=${set('tags')}></label>
      ${used.length ? html`<div class="note-used" role="group" aria-label="Tags in use">${used.filter((u) => !parseTags(d.tags).includes(u.tag)).map((u) => html`<button type="button" class="note-tag" @click=${() => add(u.tag)}>${logLine(u.tag)}</button>`)}</div>` : nothing}
      <label>Comment <textarea name="comment" rows="4" maxlength="16000" .value=${live(d.comment)} @input=${set('comment')}></textarea></label>
      <label>Colour <select name="colour" @change=${set('colour')}><option value="" ?selected=${!d.colour}>none</option>${theNotes.colours.map((c) => html`<option value=${c} ?selected=${c === d.colour}>${c}</option>`)}</select></label>
      ${this.error ? html`<p class="note bad" role="alert">${this.error.message} ${this.error.hint}</p>` : nothing}
      <div class="actions"><button type="submit" class="primary" ?disabled=${this.busy}>Keep</button><button type="button" @click=${() => { this.editing = false; this.dispatchEvent(new CustomEvent('pg-saved')); }}>Cancel</button>
        ${this.note ? html`<button type="button" ?disabled=${this.busy} @click=${() => this.save({ tags: '', comment: '', colour: '' })}>Remove the note</button>` : nothing}<span class="muted">Ctrl Enter keeps it</span></div></form>`;
  }

  shown() {
    const n = this.note;
    if (!n) return theNotes.writable ? html`<p><button type="button" class="note-write" @click=${() => this.edit()}>Tag or comment</button></p>` : nothing;
    return html`<div class="note-shown ${n.colour ? `colour-${n.colour}` : ''}">${(n.tags ?? []).map((t) => html`<span class="note-tag">${logLine(t)}</span>`)}
      ${n.comment ? html`<p class="note-comment">${logWhole(n.comment, { multiline: true })}</p>` : nothing}
      <p class="muted">${n.changed ? html`Written ${fullStamp(n.changed, resolveZone(pref('zone', 'UTC')))} ` : nothing}${theNotes.writable ? html`<button type="button" class="linklike note-write" @click=${() => this.edit()}>Change</button>` : nothing}</p></div>`;
  }

  render() {
    return html`<section class="note-editor" aria-label="Note">${this.editing ? this.form() : this.shown()}</section>`;
  }
}

customElements.define('pg-note', NoteEditor);
