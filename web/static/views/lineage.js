/** The lineage of a process: how it got here and what it led to, across hosts, as a picture and a table. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { empty, failed, loading } from '../components/states.js';
import { logLine } from '../components/log-text.js';
import { lineLegend } from '../components/line-legend.js';
import { saveEntries, saveMenu } from '../components/save-menu.js';
import { cypherButton } from '../components/cypher-button.js';
import { lineageTable } from '../components/lineage-table.js';
import '../components/lineage-picture.js';
import '../components/path-panel.js';
import '../components/process-details.js';
import '../components/session-details.js';
import '../components/splitter.js';
import { hostNameOf, labelOf, rowsOf, sentenceOf, shownOf } from '../model/lineage-model.js';
import { Kept } from '../model/kept.js';
import { layout } from '../model/lineage-layout.js';
import { lineageCSV, lineageGraph } from '../model/lineage-export.js';
import { graphML, mermaid } from '../model/graph-text.js';
import { pictureSVG } from '../model/download.js';
import { count, counted, pidBeside, processName, shortHost } from '../model/words.js';
import { beginStamp } from '../model/time.js';
import { visible } from '../model/escapes.js';
import { pref, setPref } from '../model/prefs.js';
import { href, graphLink, router, treeLink } from '../model/router.js';
import { nodeRef } from '../model/path-model.js';
import { theCase } from '../model/case.js';
import { asApiError, isAbort, Slot } from '../model/api.js';

/** What a picture of one node means, by what is shown. @type {Record<string, string>} */
const ALONE = { '': 'No record tells what started this process or what it led to.', causes: 'No record tells what started this process.', effects: 'No record tells of a process that it started, or of a logon that it led to.' };
const SHOWS = /** @type {const} */ ([['', 'Both'], ['causes', 'How it got here'], ['effects', 'What it led to']]);

class LineageView extends View {
  static properties = { data: { state: true }, error: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/types.js').Lineage|null} */
    this.data = null;
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    this.asking = new Slot();
    this.key = '';
    this.asked = '';
    /** @type {Kept<{shown: import('../model/lineage-model.js').Shown, rows: import('../model/lineage-model.js').LineageRow[], picture: import('../model/picture.js').Picture, labels: (id: string) => string}>} */
    this.kept = new Kept();
  }

  get viewName() {
    return 'lineage';
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asking.cancel();
  }

  onRoute() {
    const key = this.params.get('key') ?? '';
    const asked = [key, this.params.get('down'), this.params.get('breadth')].join('\n');
    if (asked !== this.asked) {
      this.asked = asked;
      if (key !== this.key) this.data = null;
      this.key = key;
      this.load();
    }
    if (!key) document.title = 'Lineage – procgraph';
    this.requestUpdate();
  }

  reload() {
    if (this.key) this.load();
  }

  async load() {
    const { key } = this;
    if (!key) return;
    try {
      this.data = await theCase.api.get('/lineage', { key, down: this.params.get('down'), breadth: this.params.get('breadth') }, this.asking.next());
      this.error = null;
      const focus = this.data?.nodes.find((n) => n.id === this.data?.focus);
      document.title = `${visible(processName(focus?.process ?? {}))}: lineage – procgraph`;
    } catch (err) {
      if (isAbort(err)) return;
      this.data = null;
      this.error = asApiError(err);
    }
  }

  /** The process that the keys of the page are for. */
  currentProcess() {
    const ref = nodeRef(this.selected());
    return ref?.kind === 'process' ? ref.key : this.key;
  }

  /** The id of the chosen node. */
  selected() {
    return this.params.get('sel') || this.data?.focus || '';
  }

  /** What is shown, with the words of each node: made once for an answer and how it is shown. */
  made() {
    const show = this.params.get('show') ?? '';
    const full = this.params.get('full') === '1';
    const { data, zone } = this;
    return this.kept.get([data, show, full, zone], () => {
      const shown = shownOf(/** @type {import('../model/types.js').Lineage} */ (data), { show, full });
      const rows = rowsOf(shown);
      const sentences = new Map(rows.map((r) => [r.node.id, sentenceOf(r, zone)]));
      return { shown, rows, picture: layout(shown, zone), labels: (/** @type {string} */ id) => sentences.get(id) ?? '' };
    });
  }

  /** @param {CustomEvent} e */
  onNode(e) {
    const { id, how } = e.detail;
    const details = how === 'open' || this.params.get('details') === '1';
    router.update({ sel: id === this.data?.focus ? '' : id, details: details ? '1' : '' }, { replace: how !== 'open' });
  }

  /** A key that no field and no menu has used. @param {KeyboardEvent} e @returns {boolean} used */
  pageKey(e) {
    if (!this.data || (e.key !== 'f' && e.key !== 'e')) return false;
    if (e.key === 'f') this.pathKey();
    else router.go(this.graphHref());
    return true;
  }

  /** The first press names one end of a path, the second the other. */
  pathKey() {
    const from = this.params.get('from');
    const here = this.selected();
    if (!from || this.params.get('to')) router.update({ from: here, to: '' });
    else if (from !== here) router.update({ to: here });
  }

  graphHref() {
    const ref = nodeRef(this.selected());
    return ref ? graphLink([ref]) : href('graph');
  }

  /** @param {string} what */
  command(what) {
    if (what !== 'escape') return false;
    if (this.params.get('from')) router.update({ from: '', to: '', users: '' });
    else if (this.params.get('details') === '1') router.update({ details: '' });
    else return false;
    /** @type {HTMLElement|null} */ (this.querySelector('.picture'))?.focus();
    return true;
  }

  saves() {
    const { shown, picture } = this.made();
    const base = `lineage-${processName(shown.nodes.find((n) => n.id === shown.focus)?.process ?? {})}`;
    const entry = saveEntries(base);
    return [
      entry('SVG', 'The picture, for documents', () => pictureSVG(picture)),
      entry('PNG', 'The picture as an image', () => pictureSVG(picture)),
      entry('Mermaid', 'For Markdown', () => mermaid(lineageGraph(shown, this.zone))),
      entry('GraphML', 'For graph programs', () => graphML(lineageGraph(shown, this.zone))),
      entry('CSV', 'The table', () => lineageCSV(shown)),
      entry('JSON', 'All that the server said', () => JSON.stringify(this.data, null, 1)),
    ];
  }

  pathBar() {
    const from = this.params.get('from') ?? '';
    if (!from) return nothing;
    const to = this.params.get('to') ?? '';
    const name = (/** @type {string} */ id) => {
      const n = this.data?.nodes.find((x) => x.id === id);
      return n ? logLine(labelOf(n, this.zone).title) : html`a node of another picture`;
    };
    const users = this.params.get('users') === '1';
    return html`<section class="path-bar" aria-label="Path"><p>${to ? html`The way from <strong>${name(from)}</strong> to <strong>${name(to)}</strong>` : html`The way from <strong>${name(from)}</strong> to … choose the other end, here or in the lineage of another process, then press <kbd>f</kbd>`}
        ${to ? nothing : html`<button type="button" ?disabled=${this.selected() === from} @click=${() => router.update({ to: this.selected() })}>To the chosen node</button>`}
        <button type="button" @click=${() => router.update({ from: '', to: '', users: '' })}>End</button></p>
      ${to ? html`<pg-path-panel from=${from} to=${to} zone=${this.zone} ?users=${users} @pg-users=${() => router.update({ users: '1' })}></pg-path-panel>` : nothing}</section>`;
  }

  details() {
    const ref = nodeRef(this.selected());
    if (this.params.get('details') !== '1' || !ref) return nothing;
    const close = () => this.command('escape');
    return html`<pg-splitter width=${pref('panel', '460')} @pg-width=${(/** @type {CustomEvent} */ e) => setPref('panel', e.detail)}></pg-splitter>
      ${ref.kind === 'session' ? html`<pg-session-details class="side-part" .key=${ref.key} @pg-close=${close}></pg-session-details>`
        : html`<pg-process-details class="side-part" panel .key=${ref.key} @pg-close=${close}></pg-process-details>`}`;
  }

  head() {
    const { shown } = this.made();
    const focus = /** @type {import('../model/types.js').LineageNode} */ (this.data?.nodes.find((n) => n.id === this.data?.focus));
    const p = /** @type {import('../model/types.js').ProcessRow} */ (focus.process);
    const show = this.params.get('show') ?? '';
    const hosts = new Set(shown.nodes.map(hostNameOf)).size;
    return html`<header class="lineage-head"><h2>Lineage of <a href=${treeLink(p)}>${logLine(processName(p))}</a> <span class="muted">${pidBeside(p)} on ${logLine(shortHost(p.host_name ?? ''))}, ${beginStamp(p, this.zone) || 'start not known'}</span></h2>
      <div class="segmented" role="group" aria-label="What is shown">${SHOWS.map(([id, words]) => html`<button type="button" aria-pressed=${show === id} @click=${() => router.update({ show: id })}>${words}</button>`)}</div>
      <label class="check"><input type="checkbox" .checked=${this.params.get('full') === '1'} @change=${(/** @type {Event} */ e) => router.update({ full: /** @type {HTMLInputElement} */ (e.target).checked ? '1' : '' })}> every system process</label>
      <button type="button" title="One end of a path (f)" @click=${() => this.pathKey()}>Path from here</button>
      <a class="button" href=${this.graphHref()} title="The chosen node in the graph view (e)">Graph</a>${cypherButton('lineage', { process: p.key }, 'The ancestors and where their logons came from, as a query')}${saveMenu(this.saves())}</header>
      <p class="muted lineage-note">${counted(shown.nodes.length, 'node')} on ${hosts === 1 ? 'one host' : `${hosts} hosts`}. Left to right is cause to effect; numbers on the lines are the time between the starts. The time filter of the other views does not apply here: a cause may lie before it.
        ${shown.nodes.some((n) => n.hidden_children) ? html`Where “+n” stands, children are left out. <button type="button" class="linklike" @click=${() => router.update({ down: '12', breadth: '60' })}>Show more of them</button>` : nothing}</p>
      ${shown.nodes.length === 1 && ALONE[show] ? html`<p class="note alone">${ALONE[show]}</p>` : nothing}${shown.notes.map((n) => html`<p class="note">${n}</p>`)}`;
  }

  render() {
    if (!this.key) {
      return empty('Choose a process first.', html`Its lineage shows how it got here and what it led to, over all hosts. In the <a href="/tree">process tree</a>, the <a href="/">overview</a> or a <a href="/search">search</a>, go to a process and press <kbd>p</kbd> or <kbd>d</kbd>.`);
    }
    if (this.error) return html`<div class="page">${failed(this.error, () => this.load())}</div>`;
    if (!this.data) return loading('Following the lineage…');
    const { shown, rows, picture, labels } = this.made();
    const side = this.details();
    return html`<section class="lineage-view" aria-label="Lineage">${this.head()}${this.pathBar()}
      <div class="split ${side === nothing ? '' : 'with-side'}"><div class="main-part lineage-main">
        <pg-picture .picture=${picture} current=${this.selected()} marked=${this.params.get('from') ?? ''} name=${`Lineage of ${this.key}`} .labels=${labels} @pg-node=${this.onNode}></pg-picture>
        ${lineLegend(shown.links.map((k) => k.confidence))}
        ${lineageTable(rows, this.zone, this.selected(), (id) => this.onNode(new CustomEvent('pg-node', { detail: { id, how: 'open' } })))}</div>${side}</div></section>`;
  }
}

customElements.define('pg-lineage-view', LineageView);
