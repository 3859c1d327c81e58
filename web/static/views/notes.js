/** All notes of the case, and the report of what they are about. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine, logWhole } from '../components/log-text.js';
import { noteButton } from '../components/note-mark.js';
import { saveEntries, saveMenu } from '../components/save-menu.js';
import { csvText } from '../model/csv.js';
import { theNotes } from '../model/notes.js';
import { chosen, KIND_TITLES, noteTable, tagCounts } from '../model/note-model.js';
import { count } from '../model/words.js';
import { stamp } from '../model/time.js';
import { href, router } from '../model/router.js';

class NotesView extends View {
  get viewName() {
    return 'notes';
  }

  onRoute() {
    document.title = 'Notes – procgraph';
    theNotes.load();
    this.requestUpdate();
  }

  /** The process of the row that has the focus. @param {EventTarget|null} target */
  currentProcess(target) {
    return target instanceof Element ? target.closest('tr[data-kind=process]')?.getAttribute('data-key') ?? '' : '';
  }

  /** @param {import('../model/note-model.js').Note} n */
  link(n) {
    switch (n.about_kind) {
      case 'process': return href('tree', { host: n.host, key: n.about, details: '1' });
      case 'session': return href('logons', { key: n.about });
      case 'user': return href('tree', { user: n.about });
      default: return href('tree', { host: n.about });
    }
  }

  /** @param {import('../model/note-model.js').Note} n */
  row(n) {
    return html`<tr data-kind=${n.about_kind} data-key=${n.about} class=${`noted ${n.colour ? `colour-${n.colour}` : ''}`}><td class="nowrap">${KIND_TITLES[n.about_kind]}</td>
      <td>${n.gone ? html`${logWhole(n.about)} <span class="tag bad" title="Its logs were taken out, or a later record gave it another key">no longer in the case</span>` : html`<a href=${this.link(n)}>${logLine(n.title)}</a>`}</td>
      <td class="nowrap">${n.about_kind === 'host' ? '' : logLine(n.where)}</td><td class="nowrap">${n.at ? stamp(n.at, this.zone) : ''}</td>
      <td>${(n.tags ?? []).map((t) => html`<a class="note-tag" href=${href('notes', { tag: t })}>${logLine(t)}</a>`)}</td><td class="note-comment">${logWhole(n.comment, { multiline: true })}</td>
      <td class="nowrap">${n.changed ? stamp(n.changed, this.zone) : ''}</td><td>${noteButton(n.about_kind, n.about, n.title || n.about)}</td></tr>`;
  }

  /** @param {import('../model/note-model.js').Note[]} list */
  saves(list) {
    const entry = saveEntries('notes');
    return saveMenu([
      entry('CSV', 'The notes shown, as a table', () => { const t = noteTable(list); return csvText(t.heads, t.rows); }),
      entry('JSON', 'The notes shown, as they are', () => JSON.stringify({ notes: list }, null, 1)),
    ]);
  }

  body() {
    if (theNotes.error && !theNotes.ready) return failed(theNotes.error, () => theNotes.load());
    if (!theNotes.ready) return loading('Loading the notes…');
    if (theNotes.items.length === 0) {
      return empty('There are no notes yet.', theNotes.writable ? html`Open a process in the <a href="/tree">tree</a> and press “Tag or comment”, or use the note button of a host or user on the <a href="/">overview</a>. What has a note stands in the report.`
        : 'The case is open for reading only: start “procgraph serve” without --read-only, on a case that may be written.');
    }
    const list = chosen(theNotes.items, { kind: this.params.get('kind') ?? '', tag: this.params.get('tag') ?? '' });
    if (list.length === 0) return empty('No note fits.', html`<a href="/notes">Show all ${count(theNotes.items.length)}</a>`);
    return html`<div class="scroll-x"><table class="data notes"><thead><tr><th>About</th><th>Thing</th><th>Host</th><th>Start <span class="zone">${this.zone}</span></th><th>Tags</th><th>Comment</th><th>Written</th><th><span class="offscreen">Change</span></th></tr></thead>
      <tbody>${list.map((n) => this.row(n))}</tbody></table></div>`;
  }

  filters() {
    const kind = this.params.get('kind') ?? '';
    const tag = this.params.get('tag') ?? '';
    if (theNotes.items.length === 0) return nothing;
    return html`<div class="filters"><label class="field">About <select name="kind" @change=${(/** @type {Event} */ e) => router.update({ kind: /** @type {HTMLSelectElement} */ (e.target).value })}><option value="">everything</option>${Object.entries(KIND_TITLES).map(([k, title]) => html`<option value=${k} ?selected=${k === kind}>${title}</option>`)}</select></label>
      <span role="group" aria-label="Tags">${tagCounts(theNotes.items).map((t) => html`<button type="button" class="note-tag" aria-pressed=${t.tag === tag} @click=${() => router.update({ tag: t.tag === tag ? '' : t.tag })}>${logLine(t.tag)} ${count(t.count)}</button>`)}</span></div>`;
  }

  render() {
    const some = theNotes.items.length > 0;
    return html`<div class="page"><section class="card"><header><h2>Notes <span class="muted">${some ? count(theNotes.items.length) : ''}</span></h2>
      ${some ? html`<span class="actions"><a class="button" href="/api/v1/report?format=html" download="report.html">Report as HTML</a><a class="button" href="/api/v1/report?format=md" download="report.md">Report as Markdown</a>${this.saves(chosen(theNotes.items, { kind: this.params.get('kind') ?? '', tag: this.params.get('tag') ?? '' }))}</span>` : nothing}</header>
      <p class="muted">The report has each thing with its lineage as a picture and the log records it was derived from, in one file without scripts.</p>${this.filters()}${this.body()}</section></div>`;
  }
}

customElements.define('pg-notes-view', NotesView);
