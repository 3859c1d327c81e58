/** Search everywhere: hosts, users, logons by address or logon ID, and a list of processes, each of which opens in its tree. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { PagedList } from '../components/paged-list.js';
import { foundGroups } from '../components/found-groups.js';
import { noteMark } from '../components/note-mark.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine, wordsOf } from '../components/log-text.js';
import { imageIcon } from '../components/icons.js';
import { flagCell } from '../components/tree-row.js';
import { count, processName, shortHost } from '../model/words.js';
import { visible } from '../model/escapes.js';
import { beginStamp } from '../model/time.js';
import { graphLink, href, treeLink } from '../model/router.js';
import { theCase } from '../model/case.js';
import { Finder, hasOperators, listParams, SIDE_GROUPS } from '../model/finder.js';

class SearchView extends View {
  constructor() {
    super();
    /** @type {PagedList<import('../model/types.js').ProcessRow>} */
    this.list = new PagedList(this, '/search', 50, 200);
    this.finder = new Finder(theCase.api, () => this.requestUpdate());
    this.operators = false;
  }

  get viewName() {
    return 'search';
  }

  onRoute() {
    const q = (this.params.get('q') ?? '').trim();
    document.title = `${q ? `${q} – ` : ''}Search – procgraph`;
    this.query = q;
    this.operators = hasOperators(q);
    this.list.cancel();
    if (!q) {
      this.finder.cancel();
      this.list.clear();
    } else {
      this.finder.side(q);
      if (this.operators) this.loadParsed(q);
      else this.list.replace({ q, host: this.params.get('host') ?? '' });
    }
    this.requestUpdate();
  }

  /** A question with operators is read by the server first. @param {string} q */
  async loadParsed(q) {
    const f = await this.finder.ask('processes', q, 100);
    const params = f && listParams(f);
    if (params) this.list.replace(params);
    else if (f) this.list.clear();
    this.requestUpdate();
  }

  /** The words to mark in results. */
  get words() {
    return this.operators ? (this.finder.found.get('processes')?.query.words ?? []).map((w) => w.toLowerCase()) : wordsOf(this.query ?? '');
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.finder.cancel();
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

  /** The process of the result that has the focus. @param {EventTarget|null} target */
  currentProcess(target) {
    return target instanceof Element ? target.closest('tr')?.querySelector('a.hit')?.getAttribute('data-key') ?? '' : '';
  }

  /** @param {import('../model/types.js').ProcessRow} r */
  row(r) {
    const { words } = this;
    return html`<tr class=${r.observed ? '' : 'stub'}><td class="nowrap"><a class="hit" data-key=${r.key} href=${treeLink(r)}>${imageIcon(r.image)} <span>${logLine(processName(r), words)}</span></a>${noteMark('process', r.key)}</td><td class="num">${r.pid ?? ''}</td>
      <td class="nowrap">${beginStamp(r, this.zone)}</td>
      <td class="nowrap" title=${visible(r.host_name ?? '')}>${logLine(shortHost(r.host_name ?? ''))}</td><td class="nowrap">${logLine(r.user_name, words)}</td><td class="cmd-cell">${logLine(r.command_line, words)}</td><td>${flagCell(r)}</td></tr>`;
  }

  body() {
    const { list } = this;
    if (!this.query) {
      return empty('Type what to look for.', html`Words of an image, a command line or a user, a hash, a SID, an address, a PID or a GUID: every word must fit. <code>host:NAME</code>, <code>user:NAME</code> and <code>time:2024-05-01</code>,
        <code>time:2024-05-01T13</code> or <code>time:FROM..TO</code> (UTC) narrow it down. Press / or Ctrl K to go to the search box from anywhere.`);
    }
    if (this.operators) {
      const g = this.finder.group('processes');
      if (!g) return this.finder.error ? failed(this.finder.error, () => this.onRoute()) : loading('Searching…');
      if (g.late || (g.note && !g.processes?.length)) return empty('No processes are shown.', g.note);
      if (!listParams(/** @type {any} */ (this.finder.found.get('processes')))) return g.processes?.length ? html`<p class="muted">${g.note}</p>${this.table(g.processes)}` : empty('No process fits.', 'Try a wider time, or another host or user.');
    }
    if (list.error) return failed(list.error, () => this.onRoute());
    if (list.state === 'loading' && list.items.length === 0) return loading('Searching…');
    if (list.items.length === 0) {
      return empty('No process has these words.', html`Looked in image, command line, user and hash on ${this.params.get('host') ? 'one host' : 'all hosts'}. Try fewer or shorter words${theCase.ingest?.running ? '; logs are still being read' : ''}.`);
    }
    return html`${this.table(list.items)}${list.footer()}`;
  }

  /** @param {import('../model/types.js').ProcessRow[]} rows */
  table(rows) {
    return html`<div class="scroll-x"><table class="data hits" aria-busy=${this.list.stale}><thead><tr><th>Process</th><th class="num">PID</th><th>Start <span class="zone">${this.zone}</span></th><th>Host</th><th>User</th><th>Command line</th><th>Flags</th></tr></thead>
      <tbody>${rows.map((r) => this.row(r))}</tbody></table></div>`;
  }

  groups() {
    if (!this.query) return nothing;
    return html`${this.finder.problems.map((p) => html`<p class="note bad">${p}</p>`)}${foundGroups(SIDE_GROUPS.map((g) => this.finder.group(g)), this.words, this.zone)}`;
  }

  render() {
    const { list } = this;
    const found = this.query && list.data && !list.stale && list.total > 0;
    return html`<div class="page" @keydown=${this.onKey}><section class="card"><h2>Search ${found ? html`<span class="muted">Showing ${count(list.items.length)} of ${count(list.total)} found among ${count(list.of)} processes</span> <a class="button" href=${graphLink([{ kind: 'search', key: this.query ?? '' }])}>Graph</a>` : nothing}</h2>
      ${this.params.get('host') ? html`<p class="note">Only on ${logLine(theCase.hostName(this.params.get('host') ?? ''))}. <a href=${href('search', { q: this.query })}>Search all hosts</a></p>` : nothing}${this.groups()}${this.body()}</section></div>`;
  }
}

customElements.define('pg-search-view', SearchView);
