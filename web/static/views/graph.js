/** The graph view: any set of nodes on a canvas, to be expanded, thinned out and arranged. */
import { html, nothing } from '../components/lit.js';
import { View } from '../components/view.js';
import { empty, failed, loading } from '../components/states.js';
import { lineLegend } from '../components/line-legend.js';
import { graphToolbar } from '../components/graph-toolbar.js';
import { graphTable } from '../components/graph-table.js';
import { announce } from '../components/copy-button.js';
import { saveEntries } from '../components/save-menu.js';
import '../components/graph-canvas.js';
import '../components/process-details.js';
import '../components/session-details.js';
import '../components/splitter.js';
import { branchOf, History, pinned, without } from '../model/graph-model.js';
import { DRAW_CAP, FORCE_CAP, visibleOf } from '../model/graph-view.js';
import { expandedOf, marksOf, seedsOf } from '../model/graph-address.js';
import { connected, expanded, restored } from '../model/graph-session.js';
import { Kept } from '../model/kept.js';
import { ForceLayout } from '../model/force.js';
import { timePlaces, timeScale, treePlaces, withPins } from '../model/graph-layout.js';
import { marksOfNotes } from '../model/graph-notes.js';
import { theNotes } from '../model/notes.js';
import { graphCSV, graphJSON, graphPicture, plainGraph } from '../model/graph-export.js';
import { graphML, mermaid } from '../model/graph-text.js';
import { pictureSVG } from '../model/download.js';
import { idOf, nodeRef } from '../model/path-model.js';
import { count, counted } from '../model/words.js';
import { pref, setPref } from '../model/prefs.js';
import { graphLink, router } from '../model/router.js';
import { theCase } from '../model/case.js';
import { ApiError, asApiError, isAbort, Slot } from '../model/api.js';

class GraphView extends View {
  static properties = { error: { state: true }, busy: { state: true }, chosen: { state: true }, places: { state: true }, note: { state: true } };

  constructor() {
    super();
    this.history = new History();
    /** @type {ApiError|null} */
    this.error = null;
    this.busy = false;
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {import('../model/graph-layout.js').Places} */
    this.places = new Map();
    this.note = '';
    this.written = '';
    /** @type {Set<string>} groups that are opened */
    this.open = new Set();
    this.asking = new Slot();
    this.force = new ForceLayout();
    /** @type {Kept<import('../model/graph-view.js').Visible>} */
    this.kept = new Kept();
    /** @type {Kept<import('../model/graph-notes.js').Marks>} */
    this.marked = new Kept();
    /** @type {import('../model/graph-view.js').Visible|null} what the places are for */
    this.placedOf = null;
    /** the layout that they are of */
    this.placedFor = '';
    /** the axis of the places by time @type {import('../model/graph-layout.js').TimeScale|null} */
    this.scale = null;
    this.forced = '';
  }

  get viewName() {
    return 'graph';
  }

  get canvas() {
    return /** @type {any} */ (this.querySelector('pg-graph-canvas'));
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asking.cancel();
    this.force.end();
  }

  onRoute() {
    document.title = 'Graph – procgraph';
    const at = ['seed', 'x', 'w', 'r'].map((n) => this.params.get(n) ?? '').join('\n');
    if (at !== this.written) {
      this.written = at;
      this.restore();
    }
    this.requestUpdate();
  }

  /** The case has grown: what is there is asked for again. */
  reload() {
    if (this.history.state.nodes.size) this.restore();
  }

  async restore() {
    const seeds = seedsOf(this.params.get('seed') ?? '');
    this.error = null;
    this.note = '';
    if (seeds.length === 0) {
      this.history = new History();
      this.asking.cancel();
      return;
    }
    this.busy = true;
    try {
      const pins = this.history.state.nodes;
      let s = await restored(theCase.api, seeds, { first: this.params.get('x') ?? '', wide: this.params.get('w') ?? '', removed: this.params.get('r') ?? '' }, this.asking.next());
      for (const [id, held] of pins) if (held.pin) s = pinned(s, id, held.pin);
      this.history = new History(s);
      const only = idOf(seeds[0].kind, seeds[0].key);
      this.chosen = new Set(seeds.length === 1 && s.nodes.has(only) ? [only] : []);
      if (this.canvas) this.canvas.shown = false;
    } catch (err) {
      if (isAbort(err)) return;
      this.history = new History();
      this.error = asApiError(err);
    }
    this.busy = false;
    this.requestUpdate();
  }

  /** Puts what was done into the address. */
  write() {
    const s = this.history.state;
    const { first, wide } = expandedOf(s);
    const x = marksOf(first);
    const w = marksOf(wide);
    const r = marksOf(s.removed);
    const seed = this.params.get('seed') ?? '';
    // A graph that lost its expansions is not the one that its seed begins with.
    const mark = x.text || w.text || r.text ? x.text : '------';
    this.written = [seed, mark, w.text, r.text].join('\n');
    if ((x.cut || w.cut || r.cut) && !this.toldCut) {
      this.toldCut = true;
      announce('More was done here than the address can hold; a link to it shows the first part.');
    }
    router.update({ x: mark, w: w.text, r: r.text }, { replace: true });
  }

  /** @param {import('../model/graph-model.js').State} next */
  act(next) {
    this.history.push(next);
    this.write();
    this.requestUpdate();
  }

  /** @param {string[]} ids */
  async expand(ids) {
    for (const id of ids) {
      if (id.startsWith('group~')) {
        this.open = new Set(this.open).add(id);
        continue;
      }
      const before = this.history.state.nodes.size;
      await this.ask(async (signal) => this.act(await expanded(theCase.api, this.history.state, id, signal)));
      const held = this.history.state.nodes.get(id);
      const added = this.history.state.nodes.size - before;
      if (held) announce(`${added ? `${counted(added, 'node')} added` : 'What it leads to is here already'}${held.hidden ? `, ${count(held.hidden)} more are hidden: expand again for more` : ''}.`);
    }
    this.requestUpdate();
  }

  /** @param {(signal: AbortSignal) => Promise<void>} what */
  async ask(what) {
    this.busy = true;
    try {
      await what(this.asking.next());
      this.note = '';
    } catch (err) {
      if (isAbort(err)) return;
      this.note = err instanceof ApiError ? `${err.message} ${err.hint}` : String(err);
    }
    this.busy = false;
  }

  /** The ids that a choice stands for, groups by their members. */
  members() {
    const byId = new Map(this.shown().nodes.map((n) => [n.id, n]));
    return [...this.chosen].flatMap((id) => byId.get(id)?.members ?? []);
  }

  /** @param {boolean} branch */
  drop(branch) {
    const s = this.history.state;
    const ids = this.members();
    if (!ids.length) return;
    this.act(without(s, branch ? ids.flatMap((id) => [...branchOf(s, id)]) : ids));
    this.chosen = new Set();
  }

  pin() {
    let s = this.history.state;
    const ids = this.members().filter((id) => s.nodes.has(id));
    const free = ids.some((id) => !s.nodes.get(id)?.pin);
    for (const id of ids) s = pinned(s, id, free ? this.places.get(id) ?? { x: 0, y: 0 } : undefined);
    this.act(s);
  }

  path() {
    const [from, to] = this.members();
    this.ask(async (signal) => {
      const { state, connection } = await connected(theCase.api, this.history.state, from, to, signal);
      if (connection.found) {
        this.act(state);
        this.chosen = new Set(connection.nodes.map((n) => n.id));
        announce(`The way has ${counted(connection.links.length, 'step')}.`);
      } else {
        announce(connection.gave_up ? `No way was found: ${connection.gave_up}. That proves nothing.` : 'There is no way between them.');
      }
    });
  }

  /** @param {'undo'|'redo'} what */
  turn(what) {
    if (!this.history[what]()) return;
    this.write();
    this.chosen = new Set([...this.chosen].filter((id) => this.history.state.nodes.has(id)));
    this.requestUpdate();
  }

  /** The process that the keys of the page are for. */
  currentProcess() {
    const ref = nodeRef([...this.chosen][0] ?? '');
    return ref?.kind === 'process' ? ref.key : '';
  }

  /** A key that no field and no menu has used. @param {KeyboardEvent} e @returns {boolean} used */
  pageKey(e) {
    const one = [...this.chosen];
    const way = /** @type {Record<string, [number, number]>} */ ({ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] })[e.key];
    const onCanvas = Boolean(/** @type {Element} */ (e.target).closest?.('.graph-canvas'));
    if (way && onCanvas) this.go(way[0], way[1]);
    else if (e.key === 'x' && one.length) this.expand(one);
    else if (e.key === 'Enter' && onCanvas && one.length) this.openNode(one[0]);
    else if ((e.key === 'Delete' || e.key === 'Backspace') && one.length) this.drop(e.shiftKey);
    else if (e.key === 'i' && one.length) this.pin();
    else if (e.key === 'u') this.turn('undo');
    else if (e.key === 'U') this.turn('redo');
    else if (e.key === '+') this.canvas?.zoomBy(1.25);
    else if (e.key === '-') this.canvas?.zoomBy(0.8);
    else if (e.key === '0') this.canvas?.fit();
    else return false;
    return true;
  }

  /** @param {KeyboardEvent} e */
  onKey(e) {
    if (!(e.ctrlKey || e.metaKey) || e.altKey || /^(INPUT|SELECT|TEXTAREA)$/.test(/** @type {HTMLElement} */ (e.target).tagName)) return;
    const key = e.key.toLowerCase();
    if (key === 'z' && !e.shiftKey) this.turn('undo');
    else if (key === 'y' || key === 'z') this.turn('redo');
    else return;
    e.preventDefault();
  }

  /** To the nearest node in a direction. @param {number} dx @param {number} dy */
  go(dx, dy) {
    const from = this.places.get([...this.chosen][0] ?? '') ?? this.places.values().next().value;
    let best = '';
    let least = Infinity;
    for (const n of this.shown().nodes) {
      const at = this.places.get(n.id);
      if (!at || !from) continue;
      const along = (at.x - from.x) * dx + (at.y - from.y) * dy;
      const far = along + (Math.abs((at.x - from.x) * dy) + Math.abs((at.y - from.y) * dx)) * 2.5;
      if (along > 5 && far < least) [best, least] = [n.id, far];
    }
    if (!best) return;
    this.chosen = new Set([best]);
    this.canvas?.reveal(best);
    const n = this.shown().nodes.find((x) => x.id === best);
    announce(n ? `${n.title}, ${n.sub}` : '');
  }

  /** @param {string} id */
  openNode(id) {
    if (id.startsWith('group~')) {
      this.expand([id]);
      return;
    }
    this.chosen = new Set([id]);
    const kind = nodeRef(id)?.kind;
    if (kind === 'process' || kind === 'session') router.update({ details: '1' });
    else this.expand([id]);
  }

  /** @param {string} what */
  command(what) {
    if (what !== 'escape') return false;
    if (this.params.get('details') === '1') router.update({ details: '' });
    else if (this.chosen.size) this.chosen = new Set();
    else return false;
    return true;
  }

  hiddenKinds() {
    return new Set((this.params.get('hide') ?? '').split(',').filter(Boolean));
  }

  /** What is shown, made again only when something it depends on differs. */
  shown() {
    const { state } = this.history;
    const group = this.params.get('group') !== '0';
    return this.kept.get([state, this.params.get('hide') ?? '', group, this.zone, this.open],
      () => visibleOf(state, { hide: this.hiddenKinds(), group, open: this.open, zone: this.zone }));
  }

  /** The notes of what is shown: apart from it, so that a note moves no node. */
  marks() {
    const v = this.shown();
    return this.marked.get([v, theNotes.answer], () => marksOfNotes(v.nodes, (kind, key) => theNotes.get(kind, key)));
  }

  /** Places for what is shown. */
  willUpdate() {
    const v = this.shown();
    const layout = this.params.get('layout') ?? '';
    if (this.placedFor === layout && this.placedOf === v) return;
    this.placedFor = layout;
    this.placedOf = v;
    if (v.nodes.length > DRAW_CAP) return;
    this.places = layout === 'time' ? timePlaces(v) : treePlaces(v);
    this.scale = layout === 'time' ? timeScale(v) : null;
    if (layout === 'force' && v.nodes.length <= FORCE_CAP && v.nodes.length > 1) this.byForce(v);
  }

  /** @param {import('../model/graph-view.js').Visible} v */
  async byForce(v) {
    const places = await this.force.run(v, this.places);
    if (!places || v !== this.placedOf || this.params.get('layout') !== 'force') return;
    this.places = withPins(places, v);
    await this.updateComplete;
    this.canvas?.fit();
  }

  saves() {
    const v = this.shown();
    const s = this.history.state;
    const entry = saveEntries('graph');
    const svg = () => pictureSVG(graphPicture(v, this.places, this.scale && { scale: this.scale, zone: this.zone }, this.marks()));
    const picture = v.nodes.length <= DRAW_CAP ? [entry('PNG', 'The picture as an image', svg), entry('SVG', 'The picture, for documents', svg)] : [];
    return [...picture,
      entry('GraphML', 'For graph programs', () => graphML(plainGraph(v, s, this.marks()))),
      entry('Mermaid', 'For Markdown', () => mermaid(plainGraph(v, s))),
      entry('JSON', 'Nodes and relationships', () => graphJSON(v, s)),
      entry('CSV', 'The table', () => graphCSV(v, s, this.marks()))];
  }

  details() {
    const ref = nodeRef([...this.chosen][0] ?? '');
    if (this.params.get('details') !== '1' || !ref || (ref.kind !== 'process' && ref.kind !== 'session')) return nothing;
    const close = () => router.update({ details: '' });
    return html`<pg-splitter width=${pref('panel', '460')} @pg-width=${(/** @type {CustomEvent} */ e) => setPref('panel', e.detail)}></pg-splitter>
      ${ref.kind === 'session' ? html`<pg-session-details class="side-part" .key=${ref.key} @pg-close=${close}></pg-session-details>` : html`<pg-process-details class="side-part" panel .key=${ref.key} @pg-close=${close}></pg-process-details>`}`;
  }

  picture() {
    const v = this.shown();
    if (v.nodes.length > DRAW_CAP) {
      return empty(`${count(v.nodes.length)} nodes are more than a picture can tell.`, `Up to ${count(DRAW_CAP)} are drawn. Remove some, or leave out a kind.`,
        html`<button type="button" @click=${() => router.update({ table: '1' })}>Show the table</button>`);
    }
    return html`<div class="graph-canvas" tabindex="0" role="group" aria-label="Graph. Arrows go from node to node. The table has the same content."><pg-graph-canvas .view=${v} .places=${this.places} .chosen=${this.chosen} .marks=${this.marks()} .scale=${this.scale} zone=${this.zone} layout=${this.params.get('layout') ?? ''} name=${`Graph of ${counted(v.nodes.length, 'node')}; the table has the same content`}
        @pg-choose=${(/** @type {CustomEvent} */ e) => { this.chosen = new Set(e.detail.ids); }} @pg-open=${(/** @type {CustomEvent} */ e) => this.expand([e.detail.id])}
        @pg-moved=${(/** @type {CustomEvent} */ e) => this.moved(e.detail)}></pg-graph-canvas>
      <div class="zooming" role="group" aria-label="Size"><button type="button" aria-label="Smaller" @click=${() => this.canvas?.zoomBy(0.8)}>−</button><button type="button" @click=${() => this.canvas?.fit()}>Fit</button><button type="button" aria-label="Larger" @click=${() => this.canvas?.zoomBy(1.25)}>+</button></div></div>`;
  }

  /** A node that was dragged stays where it was put. @param {{id: string, x: number, y: number}} to */
  moved({ id, x, y }) {
    if (this.history.state.nodes.has(id)) this.act(pinned(this.history.state, id, { x, y }));
    else this.places = new Map(this.places).set(id, { x, y });
  }

  render() {
    if (this.error) return html`<div class="page">${failed(this.error, () => this.restore())}</div>`;
    const v = this.shown();
    if (!this.params.get('seed')) {
      return empty('Choose what the graph begins with.', html`A process of the <a href="/tree">tree</a>, a session of the <a href="/logons">logons</a> and a <a href="/search">search</a> each have a “Graph” button. Or begin with a host:`,
        html`<p class="choices">${theCase.hosts.slice(0, 12).map((h) => html`<a class="button" href=${graphLink([{ kind: 'host', key: h.key }])}>${h.name}</a> `)}</p>`);
    }
    if (this.busy && v.nodes.length === 0 && !this.history.past.length) return loading('Fetching the graph…');
    const side = this.details();
    const layout = this.params.get('layout') ?? '';
    return html`<section class="lineage-view graph-view" aria-label="Graph" @keydown=${this.onKey}>${graphToolbar(this)}
      ${this.note ? html`<p class="note bad" role="alert">${this.note}</p>` : nothing}
      ${layout === 'force' && v.nodes.length > FORCE_CAP ? html`<p class="note">Above ${count(FORCE_CAP)} nodes force tells nothing and takes long; this is the tree.</p>` : nothing}
      <div class="split ${side === nothing ? '' : 'with-side'}"><div class="main-part graph-main">
        ${this.params.get('table') === '1' ? graphTable(v, this.history.state, this.chosen, this.zone, { choose: (id) => { this.chosen = new Set([id]); }, expand: (id) => this.expand([id]) }) : this.picture()}
        ${lineLegend(v.edges.map((e) => e.confidence))}</div>${side}</div></section>`;
  }
}

customElements.define('pg-graph-view', GraphView);
