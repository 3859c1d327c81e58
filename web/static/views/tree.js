/** The process tree: filter, treegrid, and the details of the chosen process beside it. */
import { Element, html, nothing } from '../components/lit.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine, wordsOf } from '../components/log-text.js';
import { announce } from '../components/copy-button.js';
import '../components/filter-bar.js';
import '../components/column-menu.js';
import '../components/tree-grid.js';
import '../components/splitter.js';
import '../components/process-details.js';
import { TreeModel, EXPAND_ROWS } from '../model/tree-model.js';
import { filterFromParams, sameFilter, emptyFilter, isNarrow } from '../model/filters.js';
import { loadChoice, saveChoice, shownColumns } from '../model/columns.js';
import { count, counted, sessionWords } from '../model/words.js';
import { spanOf } from '../model/lifetime.js';
import { pref, setPref, onPref } from '../model/prefs.js';
import { resolveZone } from '../model/time.js';
import { router, treeLink } from '../model/router.js';
import { theCase } from '../model/case.js';
import { theNotes } from '../model/notes.js';
import { ApiError, asApiError, isAbort } from '../model/api.js';

/** A tree of more rows is not loaded again by itself when the case grows. */
const AUTO_REFRESH_ROWS = 5000;

class TreeView extends Element {
  static properties = {
    filter: { state: true }, choice: { state: true }, missingKey: { state: true }, elsewhere: { state: true },
    stale: { state: true }, sessionName: { state: true }, current: { state: true },
  };

  constructor() {
    super();
    this.model = new TreeModel(theCase.api);
    this.filter = emptyFilter();
    /** @type {string[]} */
    this.problems = [];
    this.choice = loadChoice();
    /** @type {string|null} the open nodes that the tree was loaded with or has written */
    this.openText = null;
    this.loadedOnce = false;
    this.key = '';
    this.current = '';
    /** @type {ApiError|null} */
    this.missingKey = null;
    /** @type {import('../model/types.js').ProcessRow|null} a process asked for that is outside of the filter */
    this.elsewhere = null;
    this.stale = false;
    this.sessionName = '';
    this.keyTimer = 0;
    /** @type {{choice: import('../model/columns.js').ColumnChoice, withHost: boolean, list: import('../model/columns.js').Column[]}|null} */
    this.columnsFor = null;
    /** What the grid was given last: the same objects are given again as long as they say the same.
     * @type {{text: string, words: string[], span: import('../model/scale.js').Span|null, rows: unknown, shown: number, here: number}} */
    this.given = { text: '', words: [], span: null, rows: null, shown: 0, here: 0 };
  }

  connectedCallback() {
    super.connectedCallback();
    const on = (/** @type {EventTarget} */ t, /** @type {string} */ name, /** @type {() => void} */ f) => {
      t.addEventListener(name, f);
      return () => t.removeEventListener(name, f);
    };
    this.ends = [
      on(router, 'route', () => this.onRoute()), on(theCase, 'change', () => this.onCase()), on(theCase, 'version', () => this.onVersion()),
      on(this.model, 'change', () => this.requestUpdate()), onPref(() => this.requestUpdate()),
      on(theNotes, 'change', () => this.grid?.requestUpdate()),
    ];
    this.onRoute();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends?.forEach((end) => end());
    this.model.cancel();
    clearTimeout(this.keyTimer);
  }

  get grid() {
    return /** @type {any} */ (this.querySelector('pg-tree-grid'));
  }

  onCase() {
    if (!this.loadedOnce) this.onRoute();
    this.requestUpdate();
  }

  /** The graph has changed: small trees follow by themselves. */
  onVersion() {
    if (!this.loadedOnce) return;
    if (this.model.rows.length > AUTO_REFRESH_ROWS) this.stale = true;
    else this.reload();
  }

  /** Loads again with the place kept. */
  async reload() {
    this.stale = false;
    await this.model.load(this.filter, theCase.hosts, this.openText, { quiet: true });
    if (this.key) await this.showKey(this.key, false);
  }

  /** Follows the address. */
  async onRoute() {
    if (router.route.view !== 'tree') return;
    document.title = 'Process tree – procgraph';
    if (!theCase.ready) return;
    const { params } = router.route;
    const { filter, problems } = filterFromParams(params);
    const openText = params.get('open');
    const key = params.get('key') ?? '';
    this.problems = problems;
    const reloads = !this.loadedOnce || !sameFilter(filter, this.filter) || openText !== this.openText;
    const fresh = !this.loadedOnce || !sameFilter(filter, this.filter);
    if (reloads) {
      this.loadedOnce = true;
      this.filter = filter;
      this.openText = openText;
      this.key = key;
      this.nameSession(filter.session);
      await this.model.load(filter, theCase.hosts, openText, { quiet: !fresh });
      if (this.key === key) await this.showKey(key, true);
    } else if (key !== this.key) {
      this.key = key;
      await this.showKey(key, true);
    }
    this.requestUpdate();
  }

  /** @param {string} key */
  async nameSession(key) {
    this.sessionName = '';
    if (!key) return;
    try {
      const s = await theCase.api.get('/session', { key });
      this.sessionName = [s.user_name, sessionWords(s)].filter(Boolean).join(', ');
    } catch (err) {
      if (err instanceof ApiError) this.problems = [...this.problems, `${err.message} ${err.hint}`];
    }
  }

  /** Brings the process of the address into view. @param {string} key @param {boolean} scroll */
  async showKey(key, scroll) {
    this.missingKey = null;
    this.elsewhere = null;
    if (!key) return;
    try {
      const node = await this.model.reveal(key);
      if (this.key !== key) return;
      if (!node) {
        this.elsewhere = (await theCase.api.get('/process', { key })).process;
        return;
      }
      this.current = node.id;
      await this.updateComplete;
      if (scroll && this.grid) {
        await this.grid.updateComplete;
        this.grid.show(node.index, true);
      }
    } catch (err) {
      if (isAbort(err)) return;
      this.missingKey = asApiError(err);
    }
  }

  /** @param {CustomEvent} e */
  onRow(e) {
    const { node, how } = e.detail;
    this.current = node.id;
    this.missingKey = null;
    this.elsewhere = null;
    const key = node.row?.key ?? '';
    if (!key || key === this.key) return;
    this.key = key;
    clearTimeout(this.keyTimer);
    const details = router.route.params.get('details') === '1';
    if (how === 'click') router.update({ key }, { replace: !details });
    else this.keyTimer = setTimeout(() => router.route.view === 'tree' && router.update({ key: this.key }, { replace: true }), 160);
  }

  /** @param {CustomEvent} e */
  async onAct(e) {
    const { what, node } = e.detail;
    const m = this.model;
    if (what === 'details') {
      clearTimeout(this.keyTimer);
      this.key = node.row.key;
      router.update({ key: node.row.key, details: '1' });
      return;
    }
    if (what === 'toggle') await m.toggle(node);
    else if (what === 'expand') await m.expand(node);
    else if (what === 'collapse') m.collapse(node);
    else if (what === 'siblings') await m.expandSiblings(node);
    else if (what === 'expand-all') await this.expandAll(node);
    else if (what === 'more') await this.more(node);
    else if (what === 'retry') await m.loadMore(node);
    this.writeOpen();
  }

  /** Loads the next page and goes on at its first row. @param {import('../model/tree-node.js').TreeNode} node */
  async more(node) {
    const parent = /** @type {import('../model/tree-node.js').TreeNode} */ (node.parent);
    const had = parent.children.length;
    await this.model.loadMore(parent);
    const next = parent.children[had];
    if (next && this.current === node.id) this.grid?.focusRow(next.index, 'key');
  }

  /** @param {import('../model/tree-node.js').TreeNode} node */
  async expandAll(node) {
    await this.model.expandAll(node);
    if (this.model.truncated) announce(`Only the first ${count(EXPAND_ROWS)} rows were opened.`);
    this.writeOpen();
  }

  collapseAll() {
    this.model.collapseAll();
    this.writeOpen();
  }

  /** Puts the open nodes into the address. */
  writeOpen() {
    if (router.route.view !== 'tree') return;
    const { text, cut } = this.model.openText();
    this.openText = text;
    if (cut && !this.toldCut) {
      this.toldCut = true;
      announce('More nodes are open than the address can hold; a link to this view opens the first of them.');
    }
    router.update({ open: text, key: this.key }, { replace: true });
  }

  /** @param {CustomEvent} e */
  onFilter(e) {
    const { change, typing } = e.detail;
    const before = router.route.params.get('text');
    const drop = 'host' in change && change.host !== this.filter.host ? { key: '', details: '' } : {};
    router.update({ ...change, ...drop, open: '' }, { replace: typing && Boolean(before) && Boolean(change.text) });
  }

  /** @param {import('../model/columns.js').ColumnChoice} choice */
  setChoice(choice) {
    this.choice = choice;
    saveChoice(choice);
  }

  /** The words to mark. */
  words() {
    if (this.given.text !== this.filter.text) Object.assign(this.given, { text: this.filter.text, words: wordsOf(this.filter.text) });
    return this.given.words;
  }

  /** The moments that the lifetime bars lie between. */
  span() {
    const now = this.wholeSpan();
    const had = this.given.span;
    if (now?.from !== had?.from || now?.to !== had?.to) this.given.span = now;
    return this.given.span;
  }

  wholeSpan() {
    const f = this.filter;
    const hosts = theCase.hosts.filter((h) => !f.host || h.key === f.host);
    const whole = spanOf(hosts.flatMap((h) => [h.first, h.last]));
    if (!whole) return null;
    return { from: f.from ? Date.parse(f.from) : whole.from, to: f.to ? Date.parse(f.to) : whole.to };
  }

  /** How many rows are processes, and how many of them match. Counted once for a list of rows. */
  counts() {
    const { rows } = this.model;
    if (this.given.rows !== rows) {
      let shown = 0;
      let here = 0;
      for (const r of rows) {
        if (r.kind === 'process') shown++;
        if (r.row?.match && !r.context) here++;
      }
      Object.assign(this.given, { rows, shown, here });
    }
    return this.given;
  }

  /** "Showing X of Y", in words. */
  summary() {
    const m = this.model;
    const { shown, here } = this.counts();
    const hosts = theCase.hosts.filter((h) => !this.filter.host || h.key === this.filter.host);
    const of = hosts.reduce((n, h) => n + h.process_count + h.stub_count, 0);
    if (m.state === 'loading' && shown === 0) return 'Loading…';
    if (!m.narrow && shown === 0 && m.rows[0]?.kind === 'host') return `${counted(m.rows.length, 'host')} with ${counted(of, 'process', 'processes')}`;
    if (!m.narrow) return `Showing ${count(shown)} of ${counted(of, 'process', 'processes')}`;
    const others = shown - here;
    return `Showing ${count(here)}${here < m.matches ? ` of ${count(m.matches)} that match, ` : ' '}of ${counted(of, 'process', 'processes')}${others ? `, and ${count(others)} around them` : ''}`;
  }

  notes() {
    const m = this.model;
    const notes = [...this.problems];
    if (m.notice) notes.push(m.notice);
    if (m.truncated) notes.push('There are more rows than were loaded at once. Narrow the filter, or load the rest where a row says “more”.');
    return html`${notes.map((n) => html`<p class="note">${n}</p>`)}
      ${this.missingKey ? html`<p class="note bad" role="alert">The process of this address cannot be shown: ${this.missingKey.message} ${this.missingKey.hint} The tree below is complete.</p>` : nothing}
      ${this.elsewhere ? html`<p class="note bad" role="alert">The chosen process ran on another host, ${logLine(this.elsewhere.host_name || this.elsewhere.host)}. <a href=${treeLink(this.elsewhere)}>Show it there</a></p>` : nothing}
      ${this.stale ? html`<p class="note">The case has grown. <button type="button" @click=${() => this.reload()}>Show what is new</button></p>` : nothing}`;
  }

  /** Why there is nothing, or the grid. */
  body() {
    const m = this.model;
    if (theCase.error && !theCase.ready) return failed(theCase.error, () => theCase.refresh());
    if (!theCase.ready || (m.state === 'loading' && m.rows.length === 0)) return loading('Loading the process tree…');
    if (m.state === 'failed') return failed(/** @type {ApiError} */ (m.error), () => this.reload());
    if (m.rows.length === 0) return this.nothingHere();
    const many = !this.filter.host && theCase.hosts.length > 1 && m.narrow;
    return html`<pg-tree-grid .model=${m} .columns=${this.columns(many)} zone=${resolveZone(pref('zone', 'UTC'))} .span=${this.span()}
      .words=${this.words()} .narrow=${Boolean(m.narrow)} .current=${this.current}
      @pg-row=${this.onRow} @pg-act=${this.onAct} @pg-columns=${(/** @type {CustomEvent} */ e) =>
        this.setChoice({ ...this.choice, widths: { ...this.choice.widths, [e.detail.id]: e.detail.width } })}></pg-tree-grid>`;
  }

  /** The columns, the same array as long as nothing differs. @param {boolean} withHost */
  columns(withHost) {
    if (this.columnsFor?.choice !== this.choice || this.columnsFor.withHost !== withHost) {
      this.columnsFor = { choice: this.choice, withHost, list: shownColumns(this.choice, withHost ? ['host'] : []) };
    }
    return this.columnsFor.list;
  }

  nothingHere() {
    const f = this.filter;
    if (f.host && !theCase.hosts.some((h) => h.key === f.host)) {
      return empty('There is no such host in this case.', 'The link may belong to another case, or its logs have not been read yet.',
        html`<a class="button" href="/tree">Show all hosts</a>`);
    }
    if (isNarrow(f)) {
      return empty('No process matches this filter.', 'Every part of it must fit: text, user, time and the rest.',
        html`<button type="button" @click=${() => router.update({ ...emptyFilter(), host: f.host, open: '' })}>Clear filter</button>`);
    }
    if (theCase.ingest?.running) return empty('No process yet.', 'Logs are being read; rows appear here as soon as there are any.');
    return empty('There is no process in this case.', html`The logs that were read have no process creation in them (Sysmon 1 or Security 4688).
      <a href="/files">See what the files have, and what would have to be switched on.</a>`);
  }

  render() {
    const details = router.route.params.get('details') === '1' && router.route.params.get('key');
    return html`<section class="tree-view" aria-label="Process tree">
      <pg-filter-bar .filter=${this.filter} .hosts=${theCase.hosts} .users=${theCase.users} zone=${resolveZone(pref('zone', 'UTC'))}
        first=${theCase.stats?.first ?? ''} last=${theCase.stats?.last ?? ''} .sessionName=${this.sessionName} @pg-filter=${this.onFilter}></pg-filter-bar>
      <div class="toolbar"><span class="summary" role="status">${this.summary()}</span>
        <span class="spring"></span>
        <button type="button" @click=${() => this.expandAll(this.model.root)}>Expand all</button>
        <button type="button" @click=${() => this.collapseAll()}>Collapse all</button>
        <pg-column-menu .choice=${this.choice} @pg-choice=${(/** @type {CustomEvent} */ e) => this.setChoice(e.detail)}></pg-column-menu></div>
      ${this.notes()}
      <div class="split ${details ? 'with-side' : ''}">
        <div class="main-part">${this.body()}</div>
        ${details ? html`<pg-splitter width=${pref('panel', '460')} @pg-width=${(/** @type {CustomEvent} */ e) => setPref('panel', e.detail)}></pg-splitter>
          <pg-process-details class="side-part" panel .key=${details} @pg-close=${() => this.closeDetails()}></pg-process-details>` : nothing}
      </div>
    </section>`;
  }

  closeDetails() {
    router.update({ details: '' });
    this.grid?.focusGrid();
  }

  /** The process that the keys of the page are for. */
  currentProcess() {
    return this.model.nodes.get(this.current)?.row?.key ?? router.route.params.get('key') ?? '';
  }

  /** Esc and the like, from the page. @param {string} what @returns {boolean} used */
  command(what) {
    if (what === 'escape' && router.route.params.get('details') === '1') {
      this.closeDetails();
      return true;
    }
    return false;
  }
}

customElements.define('pg-tree-view', TreeView);
