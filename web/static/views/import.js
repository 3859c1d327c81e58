/** Logs are dropped or chosen here, sent to the server and read into the case. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine, logWhole } from '../components/log-text.js';
import { announce } from '../components/copy-button.js';
import { theUploads } from '../model/uploads.js';
import { cancellable, droppedFiles, MAX_FILES, resultWords, STATE_WORDS } from '../model/upload-model.js';
import { bytes, count } from '../model/words.js';
import { href, router } from '../model/router.js';
import { theCase } from '../model/case.js';
import { asApiError, isAbort, Slot } from '../model/api.js';

class ImportView extends View {
  constructor() {
    super();
    this.over = false;
    this.onUploads = () => this.onChange();
    this.asking = new Slot();
    /** @type {import('../model/upload-model.js').Job|null} the job whose reports are open */
    this.job = null;
    /** @type {import('../model/api.js').ApiError|null} */
    this.jobError = null;
    /** the job and its state that the reports were asked for */
    this.jobAsked = '';
  }

  get viewName() {
    return 'import';
  }

  connectedCallback() {
    super.connectedCallback();
    theUploads.addEventListener('change', this.onUploads);
    theUploads.follow();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    theUploads.removeEventListener('change', this.onUploads);
    this.asking.cancel();
  }

  onRoute() {
    document.title = 'Import – procgraph';
    this.loadJob();
    this.requestUpdate();
  }

  /** The graph has changed: the imports are followed by themselves. */
  reload() {}

  /** Reports come with a new state of the job, not with each number that changes. */
  onChange() {
    if (this.openJob() !== this.jobAsked) this.loadJob();
    this.requestUpdate();
  }

  /** The job of the address and its state, as far as that is known. */
  openJob() {
    const id = this.params.get('id') ?? '';
    return `${id} ${theUploads.jobs.find((j) => j.id === id)?.state ?? ''}`;
  }

  async loadJob() {
    const id = this.params.get('id');
    this.jobAsked = this.openJob();
    if (!id) {
      this.job = null;
      return;
    }
    try {
      const answer = await theCase.api.get('/imports', { id }, this.asking.next());
      this.job = answer.items?.[0] ?? null;
      this.jobError = null;
    } catch (err) {
      if (isAbort(err)) return;
      this.job = null;
      this.jobError = asApiError(err);
    }
    this.requestUpdate();
  }

  /** @param {DragEvent} e @param {boolean} over */
  drag(e, over) {
    e.preventDefault();
    this.over = over;
    this.requestUpdate();
  }

  /** @param {DragEvent} e */
  async drop(e) {
    this.drag(e, false);
    if (!e.dataTransfer) return;
    try {
      this.take(await droppedFiles(e.dataTransfer));
    } catch (err) {
      announce(`The browser could not read what was dropped: ${err instanceof Error ? err.message : String(err)}`);
    }
  }

  /** @param {Event} e */
  choose(e) {
    const input = /** @type {HTMLInputElement} */ (e.target);
    const all = [...(input.files ?? [])];
    this.take({ files: all.slice(0, MAX_FILES).map((file) => ({ name: file.webkitRelativePath || file.name, file })), cut: all.length > MAX_FILES });
    input.value = '';
  }

  /** @param {{files: {name: string, file: File}[], cut: boolean}} what */
  take({ files, cut }) {
    if (files.length === 0) announce('There was no file in it.');
    else if (cut) announce(`Only the first ${count(MAX_FILES)} files were taken.`);
    theUploads.add(files);
  }

  area() {
    const pick = (/** @type {string} */ id) => () => /** @type {HTMLInputElement} */ (this.querySelector(id)).click();
    return html`<div class="drop ${this.over ? 'over' : ''}" @dragover=${(/** @type {DragEvent} */ e) => this.drag(e, true)} @dragleave=${(/** @type {DragEvent} */ e) => this.drag(e, false)} @drop=${this.drop}>
      <p><strong>Drop files or folders here</strong></p><p class="muted">EVTX, JSON and XML logs, also packed (zip, gz, tar, zst). They go to this procgraph server and nowhere else${theUploads.maxBytes ? `; a file may have ${bytes(theUploads.maxBytes)}` : ''}.</p>
      <div class="actions"><button type="button" class="primary" @click=${pick('#files')}>Choose files</button><button type="button" @click=${pick('#folder')}>Choose a folder</button></div>
      <input id="files" type="file" multiple hidden aria-label="Files to read" @change=${this.choose}><input id="folder" type="file" webkitdirectory hidden aria-label="Folder to read" @change=${this.choose}></div>`;
  }

  /** @param {import('../model/upload-model.js').Upload} u */
  waitingRow(u) {
    return html`<tr class=${u.state === 'refused' ? 'refused' : ''}><td>${logLine(u.name)}</td><td class="num">${bytes(u.size)}</td>
      <td class="nowrap">${u.state === 'sending' ? html`<progress max=${u.size || 1} value=${u.sent} aria-label="Sending"></progress> being sent` : u.state === 'refused' ? html`<span class="bad">not sent</span>` : 'waits to be sent'}</td>
      <td>${u.error ? html`<span class="bad">${u.error}</span> ${u.hint}` : nothing}</td><td><button type="button" @click=${() => theUploads.drop(u)}>${u.state === 'refused' ? 'Dismiss' : 'Cancel'}</button></td></tr>`;
  }

  /** @param {import('../model/upload-model.js').Job} j */
  jobRow(j) {
    const open = this.params.get('id') === j.id;
    const bad = j.state === 'failed' || j.lines_rejected > 0 || j.files_refused > 0;
    return html`<tr class=${open ? 'open' : ''} data-state=${j.state}><td><button type="button" class="linklike" aria-expanded=${open} @click=${() => router.update({ id: open ? '' : j.id }, { replace: true })}>${open ? '▾' : '▸'} ${logLine(j.name)}</button></td><td class="num">${bytes(j.size)}</td>
      <td class="nowrap">${j.state === 'reading' ? html`<progress max=${j.size || 1} value=${Math.min(j.bytes_done, j.size)} aria-label="Reading"></progress> ` : nothing}<span class=${j.state === 'failed' ? 'bad' : ''}>${STATE_WORDS[j.state]}</span></td>
      <td class=${bad ? 'bad' : ''}>${j.error ? html`${logWhole(j.error)} ${j.hint ? html`<span class="muted">${logWhole(j.hint)}</span>` : nothing}` : resultWords(j)}</td>
      <td>${cancellable(j) ? html`<button type="button" @click=${() => theUploads.cancel(j.id)}>Cancel</button>` : nothing}</td></tr>
      ${open ? html`<tr class="detail"><td colspan="5">${this.report()}</td></tr>` : nothing}`;
  }

  report() {
    if (this.jobError) return failed(this.jobError, () => this.loadJob());
    const j = this.job;
    if (!j) return loading();
    const reports = j.reports ?? [];
    if (reports.length === 0) return html`<p class="muted">${j.state === 'done' || j.state === 'failed' || j.state === 'cancelled' ? 'There is no report of a file in it.' : 'The report comes when the file was read.'}</p>`;
    return html`${reports.map((f) => html`<div class="report"><p><a href=${href('files', { file: f.file })}>${logWhole(f.file)}</a> <span class="muted">${[f.format, ...(f.shapes ?? [])].filter(Boolean).join(', ')}</span></p>
      ${f.refused ? html`<p class="bad"><strong>Not read, or not to its end:</strong> ${logWhole(f.refused)}</p>` : nothing}${(f.notices ?? []).map((n) => html`<p class="note">${logWhole(n)}</p>`)}
      <p>${count(f.records_read)} records: ${count(f.records_used)} used, ${count(f.records_ignored)} of other events, ${count(f.duplicates_dropped)} repeated, ${count(f.lines_rejected)} rejected</p>
      ${f.rejected?.length ? html`<table class="data"><thead><tr><th class="num">Line or record</th><th class="num">Offset</th><th>Reason</th></tr></thead><tbody>${f.rejected.map((r) => html`<tr><td class="num">${r.line ? `line ${count(r.line)}` : r.record ? `record ${r.record}` : '–'}</td><td class="num">${r.offset !== undefined ? `0x${r.offset.toString(16)}` : ''}</td><td>${logWhole(r.reason)}</td></tr>`)}</tbody></table>
        ${f.lines_rejected > f.rejected.length ? html`<p class="muted">The first ${count(f.rejected.length)} of ${count(f.lines_rejected)}; more in <a href=${href('files', { file: f.file })}>Files</a>.</p>` : nothing}` : nothing}</div>`)}
      ${j.more_reports ? html`<p class="muted">And the reports of ${count(j.more_reports)} more files, in <a href="/files">Files</a>.</p>` : nothing}`;
  }

  body() {
    if (theUploads.error && !theUploads.ready) return failed(theUploads.error, () => theUploads.load());
    if (!theUploads.ready) return loading();
    if (!theUploads.writable) {
      return empty('Nothing can be read in here.', html`The case is open for reading only. Start <code>procgraph serve</code> without <code>--read-only</code> on a case that may be written, or use <code>procgraph ingest</code>.`);
    }
    const jobs = [...theUploads.jobs].reverse();
    return html`${theUploads.error ? html`<p class="note bad" role="alert">${theUploads.error.message} ${theUploads.error.hint}</p>` : nothing}${this.area()}${theUploads.waiting.length + jobs.length === 0 ? nothing : html`<h3 class="imports-title">Sent in this run of the server</h3><div class="scroll-x"><table class="data imports" aria-live="polite"><thead><tr><th>File</th><th class="num">Size</th><th>State</th><th>What came of it</th><th><span class="offscreen">Cancel</span></th></tr></thead>
      <tbody>${theUploads.waiting.map((u) => this.waitingRow(u))}${jobs.map((j) => this.jobRow(j))}</tbody></table></div>`}`;
  }

  render() {
    return html`<div class="page"><section class="card"><h2>Import</h2>${this.body()}
      <p class="muted">Other views show what is new as it comes, and keep their place. Reading a file twice changes nothing.</p></section></div>`;
  }
}

customElements.define('pg-import-view', ImportView);
