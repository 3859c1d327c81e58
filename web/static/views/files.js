/** Each input with its loss report, the events present, and those absent. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { PagedList } from '../components/paged-list.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine, logWhole } from '../components/log-text.js';
import { missingEvents, presentEvents } from '../components/event-coverage.js';
import { bytes, commonFolder, count, counted } from '../model/words.js';
import { stamp } from '../model/time.js';
import { router } from '../model/router.js';

const SHOWN_REJECTIONS = 100;

class FilesView extends View {
  constructor() {
    super();
    /** @type {PagedList<import('../model/types.js').FileReport>} */
    this.list = new PagedList(this, '/files', 0);
    this.folder = '';
  }

  get viewName() {
    return 'files';
  }

  async onRoute() {
    document.title = 'Files – procgraph';
    await this.list.load({});
    await this.updateComplete;
    if (location.hash && !this.scrolled) {
      this.scrolled = true;
      this.querySelector(location.hash)?.scrollIntoView();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.list.cancel();
  }

  /** @param {string} file */
  toggle(file) {
    router.update({ file: this.params.get('file') === file ? '' : file }, { replace: true });
    this.requestUpdate();
  }

  /** @param {import('../model/types.js').FileReport} f */
  row(f) {
    const open = this.params.get('file') === f.file;
    return html`<tr class="${f.refused ? 'refused' : ''} ${open ? 'open' : ''}">
      <td><button type="button" class="linklike" aria-expanded=${open} @click=${() => this.toggle(f.file)}>${open ? '▾' : '▸'} ${logLine(this.folder ? f.file.slice(this.folder.length) : f.name || f.file)}</button>${f.refused
        ? html` <span class="tag bad">not read</span>` : f.notices?.length ? html` <span class="tag">${counted(f.notices.length, 'remark')}</span>` : nothing}</td>
      <td>${[...new Set([f.format, ...(f.shapes ?? [])])].filter(Boolean).join(', ')}</td><td class="num">${bytes(f.size)}</td>
      <td class="num">${count(f.records_read)}</td><td class="num">${count(f.records_used)}</td><td class="num">${count(f.records_ignored)}</td><td class="num">${count(f.duplicates_dropped)}</td>
      <td class="num ${f.lines_rejected ? 'bad' : ''}">${count(f.lines_rejected)}</td>
      <td class="nowrap">${f.first ? `${stamp(f.first, f.no_zone ? 'UTC' : this.zone)} – ${stamp(f.last, f.no_zone ? 'UTC' : this.zone)}` : ''}${f.first && f.no_zone ? html` <span class="tag" title="The records’ times came without a zone. Where the graph puts them is told under Warnings, “Time zone inferred”.">as written, no zone</span>` : nothing}</td></tr>
      ${open ? html`<tr class="detail"><td colspan="9">${this.report(f)}</td></tr>` : nothing}`;
  }

  /** @param {import('../model/types.js').FileReport} f */
  report(f) {
    const rejected = f.rejected ?? [];
    return html`<div class="report"><p class="muted">${logWhole(f.file)}</p>
      ${f.refused ? html`<p class="bad"><strong>The file was not read:</strong> ${logWhole(f.refused)}</p>` : nothing}
      ${(f.notices ?? []).map((n) => html`<p class="note">${logWhole(n)}</p>`)}
      ${f.hosts?.length ? html`<p><strong>Hosts:</strong> ${logWhole(f.hosts.join(', '))}</p>` : nothing}
      ${rejected.length ? html`<h4>Rejected: place and reason</h4><table class="data"><thead><tr><th class="num">Line or record</th><th class="num">Offset</th><th>Reason</th></tr></thead>
        <tbody>${rejected.slice(0, SHOWN_REJECTIONS).map((r) => html`<tr><td class="num">${r.line ? `line ${count(r.line)}` : r.record ? `record ${r.record}` : '–'}</td><td class="num">${r.offset !== undefined ? `0x${r.offset.toString(16)}` : ''}</td><td>${logWhole(r.reason)}</td></tr>`)}</tbody></table>
        ${f.lines_rejected > Math.min(rejected.length, SHOWN_REJECTIONS) ? html`<p class="muted">The first ${count(Math.min(rejected.length, SHOWN_REJECTIONS))} of ${count(f.lines_rejected)}. “procgraph ingest --json” names up to 1,000.</p>` : nothing}`
        : f.refused ? nothing : html`<p class="muted">No record of this file was rejected.</p>`}
      ${f.events?.length ? html`<details><summary>${counted(f.events.length, 'kind')} of event in this file</summary>${presentEvents(f.events)}</details>` : nothing}</div>`;
  }

  render() {
    const d = this.list.data;
    if (this.list.error && !d) return failed(this.list.error, () => this.onRoute());
    if (!d) return loading('Loading the reports…');
    const files = d.items ?? [];
    this.folder = commonFolder(files.map((/** @type {any} */ f) => f.file));
    const wanted = this.params.get('file');
    return html`<div class="page"><section class="card"><h2>Files <span class="muted">${count(files.length)}</span></h2>
      <p class="muted">Nothing is lost silently: of each record read it is told whether it was used, belongs to other events, was a repeat, or could not be used.</p>
      ${this.folder ? html`<p class="muted">All of them in ${logWhole(this.folder)}</p>` : nothing}
      ${wanted && !files.some((/** @type {any} */ f) => f.file === wanted) ? html`<p class="note bad" role="alert">The file of this address is not in this case. All files are below.</p>` : nothing}
      ${files.length === 0 ? empty('No file has been read into this case.', html`Give some: <code>procgraph ingest --store CASE FILES…</code>`) : html`<div class="scroll-x"><table class="data files"><thead><tr><th>File</th><th>Format</th><th class="num">Size</th><th class="num">Read</th><th class="num">Used</th><th class="num">Other events</th><th class="num">Repeated</th><th class="num">Rejected</th><th>Records from – to${files.every((/** @type {any} */ f) => !f.first || f.no_zone) ? nothing : html` <span class="zone">${this.zone}</span>`}</th></tr></thead>
        <tbody>${files.map((/** @type {any} */ f) => this.row(f))}</tbody></table></div>`}</section>
      <section class="card" id="missing"><h2>Not visible in these logs <span class="muted">${count((d.missing ?? []).length)}</span></h2>${missingEvents(d.missing ?? [])}</section>
      <section class="card" id="events"><h2>Events in these logs <span class="muted">${count((d.events ?? []).length)}</span></h2>${presentEvents(d.events ?? [])}</section></div>`;
  }
}

customElements.define('pg-files-view', FilesView);
