/** Search over all hosts: a list of processes, each of which opens in its tree. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { PagedList } from '../components/paged-list.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine, wordsOf } from '../components/log-text.js';
import { imageIcon } from '../components/icons.js';
import { flagCell } from '../components/tree-row.js';
import { count, processName, shortHost } from '../model/words.js';
import { visible } from '../model/escapes.js';
import { stamp } from '../model/time.js';
import { href, treeLink } from '../model/router.js';
import { theCase } from '../model/case.js';

class SearchView extends View {
  constructor() {
    super();
    /** @type {PagedList<import('../model/types.js').ProcessRow>} */
    this.list = new PagedList(this, '/search', 100);
  }

  get viewName() {
    return 'search';
  }

  onRoute() {
    const q = (this.params.get('q') ?? '').trim();
    document.title = `${q ? `${q} – ` : ''}Search – procgraph`;
    this.query = q;
    if (q) this.list.load({ q, host: this.params.get('host') ?? '' });
    else this.list.cancel();
    this.requestUpdate();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.list.cancel();
  }

  /** Arrows walk the results. @param {KeyboardEvent} e */
  onKey(e) {
    if (e.key !== 'ArrowDown' && e.key !== 'ArrowUp') return;
    const links = /** @type {HTMLElement[]} */ ([...this.querySelectorAll('a.hit')]);
    const at = links.indexOf(/** @type {HTMLElement} */ (document.activeElement));
    const to = at + (e.key === 'ArrowDown' ? 1 : -1);
    if (to < 0) /** @type {HTMLElement|null} */ (document.querySelector('#search'))?.focus();
    else links[to]?.focus();
    e.preventDefault();
  }

  /** @param {import('../model/types.js').ProcessRow} r */
  row(r) {
    const words = wordsOf(this.query ?? '');
    return html`<tr class=${r.observed ? '' : 'stub'}><td class="nowrap"><a class="hit" href=${treeLink(r)}>${imageIcon(r.image)} <span>${logLine(processName(r), words)}</span></a></td><td class="num">${r.pid ?? ''}</td>
      <td class="nowrap">${r.start ? stamp(r.start, this.zone) : r.start_hint ? `≈ ${stamp(r.start_hint, this.zone)}` : ''}</td>
      <td title=${visible(r.host_name ?? '')}>${logLine(shortHost(r.host_name ?? ''))}</td><td class="nowrap">${logLine(r.user_name, words)}</td><td class="cmd-cell">${logLine(r.command_line, words)}</td><td>${flagCell(r.flags)}</td></tr>`;
  }

  body() {
    const { list } = this;
    if (!this.query) return empty('Type what to look for.', 'Every word must be in the image, the command line, the user or a hash. Press / to go to the search box from anywhere.');
    if (list.error) return failed(list.error, () => this.onRoute());
    if (list.state === 'loading' && list.items.length === 0) return loading('Searching…');
    if (list.items.length === 0) {
      return empty('No process has these words.', html`Looked in image, command line, user and hash on ${this.params.get('host') ? 'one host' : 'all hosts'}. Try fewer or shorter words${theCase.ingest?.running ? '; logs are still being read' : ''}.`);
    }
    return html`<div class="scroll-x"><table class="data hits"><thead><tr><th>Process</th><th class="num">PID</th><th>Start <span class="zone">${this.zone}</span></th><th>Host</th><th>User</th><th>Command line</th><th>Flags</th></tr></thead>
      <tbody>${list.items.map((r) => this.row(r))}</tbody></table></div>${list.footer()}`;
  }

  render() {
    const { list } = this;
    const found = this.query && list.data && list.total > 0;
    return html`<div class="page" @keydown=${this.onKey}><section class="card"><h2>Search ${found ? html`<span class="muted">Showing ${count(list.items.length)} of ${count(list.total)} found among ${count(list.of)} processes</span>` : nothing}</h2>
      ${this.params.get('host') ? html`<p class="note">Only on ${logLine(theCase.hostName(this.params.get('host') ?? ''))}. <a href=${href('search', { q: this.query })}>Search all hosts</a></p>` : nothing}${this.body()}</section></div>`;
  }
}

customElements.define('pg-search-view', SearchView);
