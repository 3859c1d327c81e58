/**
 * The canvas of the graph view: draws what it is given with cytoscape, and tells what
 * is done to it. Labels are drawn as text onto a canvas; no text becomes markup.
 * Cytoscape is larger than the rest of the page: it is loaded with the first canvas.
 * Events: "pg-choose" {ids}, "pg-open" {id}, "pg-moved" {id, x, y}.
 */
import { Element, html, nothing, svg } from './lit.js';
import { empty } from './states.js';
import { axisMarks, axisWords, MARK_ROOM, NODE } from '../model/graph-layout.js';
import { canvasWords } from '../model/graph-view.js';
import { markColour, NOTE_SIGN } from '../model/graph-notes.js';
import { lineStyle } from '../model/picture.js';
import { cut, visible } from '../model/escapes.js';
import { palette } from '../model/download.js';
import { onPref } from '../model/prefs.js';

/** Cytoscape adds a style element of its own unless there is one; the page's policy forbids it, and css/graph.css has its rule. */
const STYLE_ID = '__________cytoscape_stylesheet';

/** The smallest size that a picture which follows a node begins with, and the room around the node. */
const LEAST = 0.7;
const ROOM = 60;

/** The most characters of a line in a node. */
const SHORT = 30;

/** @type {Record<string, string>} */
const SHAPES = { process: 'round-rectangle', group: 'round-rectangle', session: 'round-rectangle', user: 'hexagon', host: 'rectangle', address: 'tag' };

class GraphCanvas extends Element {
  static properties = { view: { attribute: false }, places: { attribute: false }, chosen: { attribute: false }, marks: { attribute: false }, scale: { attribute: false }, zone: {}, name: {}, layout: {}, follow: {}, broken: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/graph-view.js').Visible} */
    this.view = { nodes: [], edges: [] };
    /** @type {import('../model/graph-layout.js').Places} */
    this.places = new Map();
    /** @type {Set<string>} */
    this.chosen = new Set();
    /** @type {import('../model/graph-notes.js').Marks} */
    this.marks = new Map();
    /** the axis of time that the places are on @type {import('../model/graph-layout.js').TimeScale|null} */
    this.scale = null;
    this.zone = 'UTC';
    this.name = 'Graph';
    /** the id of a node that is kept in view */
    this.follow = '';
    this.layout = '';
    /** @type {any} */
    this.cy = null;
    this.quiet = false;
    this.shown = false;
    /** @type {(() => void)[]} */
    this.ends = [];
    /** @type {typeof import('../vendor/cytoscape/cytoscape.js').default|null} */
    this.cytoscape = null;
    /** the program of the canvas did not come */
    this.broken = false;
  }

  connectedCallback() {
    super.connectedCallback();
    const again = () => this.recolour();
    const scheme = matchMedia('(prefers-color-scheme: dark)');
    scheme.addEventListener('change', again);
    this.ends = [onPref(again), () => scheme.removeEventListener('change', again)];
    this.load();
  }

  async load() {
    try {
      this.cytoscape ??= (await import('../vendor/cytoscape/cytoscape.js')).default;
    } catch {
      this.broken = true;
    }
    this.requestUpdate('view');
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.ends.forEach((end) => end());
    this.cy?.destroy();
    this.cy = null;
    this.shown = false;
  }

  /** @param {typeof import('../vendor/cytoscape/cytoscape.js').default} cytoscape */
  start(cytoscape) {
    if (!document.getElementById(STYLE_ID)) {
      const mark = document.createElement('meta');
      mark.id = STYLE_ID;
      document.head.append(mark);
    }
    this.cy = cytoscape({
      container: this.querySelector('.cy'), minZoom: 0.05, maxZoom: 3, boxSelectionEnabled: true, selectionType: 'single',
      style: this.look(), layout: { name: 'preset' },
    });
    this.cy.on('tap', (/** @type {any} */ e) => {
      if (e.target === this.cy) this.tell('pg-choose', { ids: [] });
    });
    this.cy.on('viewport resize', () => {
      if (this.scale) this.requestUpdate();
    });
    this.cy.on('select unselect', () => this.onSelect());
    this.cy.on('dbltap', 'node', (/** @type {any} */ e) => this.tell('pg-open', { id: e.target.id() }));
    this.cy.on('dragfree', 'node', (/** @type {any} */ e) => this.tell('pg-moved', { id: e.target.id(), ...e.target.position() }));
  }

  /** @param {string} name @param {any} detail */
  tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }

  onSelect() {
    if (this.quiet) return;
    cancelAnimationFrame(this.selecting ?? 0);
    this.selecting = requestAnimationFrame(() => this.cy && this.tell('pg-choose', { ids: this.cy.$('node:selected').map((/** @type {any} */ n) => n.id()) }));
  }

  /** The style sheet, with the colours of the theme. */
  look() {
    const c = palette();
    const text = (/** @type {string} */ name) => c[name] || c.text;
    return [
      { selector: 'node', style: { shape: 'data(shape)', width: NODE.w, height: NODE.h, label: 'data(label)', 'text-wrap': 'wrap', 'text-valign': 'center', 'text-halign': 'center', 'font-size': 11,
        'font-family': 'system-ui, "Segoe UI", "DejaVu Sans", sans-serif', color: text('text'), 'background-color': c.card, 'border-width': 1.5, 'border-color': (/** @type {any} */ n) => text(n.data('colour')) } },
      { selector: 'node[?stub]', style: { 'border-style': 'dashed', 'font-style': 'italic' } },
      { selector: 'node[kind = "session"]', style: { 'corner-radius': 18 } },
      { selector: 'node[kind = "group"]', style: { 'border-width': 4, 'border-style': 'double' } },
      { selector: 'node[?faded]:unselected', style: { opacity: 0.65 } },
      { selector: 'node[?mark]', style: { 'underlay-color': (/** @type {any} */ n) => text(n.data('mark')), 'underlay-opacity': 0.55, 'underlay-padding': 5, 'underlay-shape': 'round-rectangle' } },
      { selector: 'node[?pin]', style: { 'border-width': 3 } },
      { selector: 'node:selected', style: { 'background-color': c.accent, color: c.card, 'border-color': c.text, 'border-width': 3 } },
      { selector: 'edge', style: { width: (/** @type {any} */ e) => lineStyle(e.data('confidence')).width, 'line-color': (/** @type {any} */ e) => text(lineStyle(e.data('confidence')).colour),
        'target-arrow-color': (/** @type {any} */ e) => text(lineStyle(e.data('confidence')).colour), 'target-arrow-shape': 'triangle', 'arrow-scale': 0.8, 'curve-style': 'bezier', label: 'data(label)', 'font-size': 9,
        color: c.muted, 'text-background-color': c.ground, 'text-background-opacity': 0.9, 'text-background-padding': 1, 'min-zoomed-font-size': 7 } },
      { selector: 'edge[?tree]', style: { 'curve-style': 'taxi', 'taxi-direction': 'rightward', 'taxi-turn': 22, 'taxi-turn-min-distance': 6, label: '', 'target-label': 'data(label)', 'target-text-offset': 26 } },
      { selector: 'edge[?dashed]', style: { 'line-style': 'dashed', 'line-dash-pattern': (/** @type {any} */ e) => lineStyle(e.data('confidence')).dash.split(' ').map(Number) } },
    ];
  }

  recolour() {
    // The theme is set after the preference is told.
    requestAnimationFrame(() => this.cy?.style(this.look()));
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (!this.cytoscape || !this.isConnected) return;
    if (!this.cy) this.start(this.cytoscape);
    this.quiet = true;
    if (changed.has('view') || changed.has('layout') || changed.has('marks')) this.draw();
    if (changed.has('view') || changed.has('places')) {
      this.cy.batch(() => this.cy.nodes().forEach((/** @type {any} */ n) => {
        const at = this.places.get(n.id());
        if (at && (at.x !== n.position('x') || at.y !== n.position('y'))) n.position(at);
      }));
    }
    if (changed.has('view') || changed.has('chosen')) {
      this.cy.batch(() => this.cy.nodes().forEach((/** @type {any} */ n) => {
        if (n.selected() !== this.chosen.has(n.id())) n[n.selected() ? 'unselect' : 'select']();
      }));
    }
    this.quiet = false;
    if (this.shown && changed.has('layout')) this.fit();
    if (!this.shown && this.view.nodes.length) {
      this.shown = true;
      this.fit();
      if (this.scale) this.requestUpdate();
      if (this.follow && this.cy.zoom() < LEAST) this.cy.zoom(LEAST).center(this.cy.getElementById(this.follow));
    }
    if (changed.has('follow') || changed.has('view')) this.keepInView(this.follow);
  }

  /** Changes the canvas to what is shown: only what differs is touched. */
  draw() {
    /** @type {Map<string, any>} */
    const want = new Map();
    for (const n of this.view.nodes) {
      const short = n.kind === 'session' ? SHORT - 3 : SHORT; // its ends are round
      const mark = this.marks.get(n.id);
      const label = `${mark ? NOTE_SIGN : ''}${visible(cut(n.title, (n.more ? short - 7 : short) - (mark ? 2 : 0)))}${n.more ? `  +${n.more}` : ''}\n${visible(cut(n.sub, short))}`;
      want.set(n.id, { data: { id: n.id, kind: n.kind, shape: SHAPES[n.kind] ?? 'round-rectangle', label, mark: mark ? markColour(mark) : '', colour: n.colour, stub: n.stub ? 1 : 0, pin: n.pin ? 1 : 0, faded: n.faded ? 1 : 0 }, position: this.places.get(n.id) ?? { x: 0, y: 0 } });
    }
    for (const e of this.view.edges) {
      const id = `${e.from}|${e.to}|${e.type}`;
      want.set(id, { data: { id, source: e.from, target: e.to, label: canvasWords(e), confidence: e.confidence, tree: e.type === 'SPAWNED' && this.layout === '' ? 1 : 0, dashed: lineStyle(e.confidence).dash ? 1 : 0 } });
    }
    this.cy.batch(() => {
      this.cy.elements().filter((/** @type {any} */ x) => !want.has(x.id())).remove();
      const fresh = [];
      for (const [id, w] of want) {
        const has = this.cy.getElementById(id);
        if (has.empty()) fresh.push({ group: w.data.source ? 'edges' : 'nodes', ...w });
        else if (Object.entries(w.data).some(([name, value]) => has.data(name) !== value)) has.data(w.data);
      }
      this.cy.add(fresh.sort((a, b) => Number(a.group === 'edges') - Number(b.group === 'edges')));
    });
  }

  fit() {
    this.cy?.resize();
    this.cy?.fit(undefined, 30);
    if (this.cy?.zoom() > 1.2) {
      this.cy.zoom(1.2);
      this.cy.center();
    }
  }

  /** @param {number} factor */
  zoomBy(factor) {
    this.cy?.zoom({ level: this.cy.zoom() * factor, renderedPosition: { x: this.cy.width() / 2, y: this.cy.height() / 2 } });
  }

  /** Brings a node into view. @param {string} id */
  reveal(id) {
    const n = this.cy?.getElementById(id);
    if (!n || n.empty()) return;
    const b = n.renderedBoundingBox();
    if (b.x1 < 0 || b.y1 < 0 || b.x2 > this.cy.width() || b.y2 > this.cy.height()) this.cy.center(n);
  }

  /** Moves the picture as little as brings a node into view. @param {string} id */
  keepInView(id) {
    const n = id ? this.cy.getElementById(id) : null;
    if (!n || n.empty()) return;
    const b = n.renderedBoundingBox();
    const by = (/** @type {number} */ low, /** @type {number} */ high, /** @type {number} */ size) => (low < ROOM ? ROOM - low : high > size - ROOM ? size - ROOM - high : 0);
    const x = by(b.x1, b.x2, this.cy.width());
    const y = by(b.y1, b.y2, this.cy.height());
    if (x || y) this.cy.panBy({ x, y });
  }

  /** The marks of the axis of time where the picture stands now. */
  axis() {
    const { cy, scale, zone } = this;
    if (!cy || !scale) return nothing;
    const pan = cy.pan();
    const zoom = cy.zoom();
    const [width, height] = [cy.width(), cy.height()];
    const [left, right] = [-pan.x / zoom, (width - pan.x) / zoom];
    const marks = axisMarks(scale, left, right, Math.max(2, Math.floor(width / MARK_ROOM)), zone);
    return html`<svg class="cy-axis" width=${width} height=${height} aria-hidden="true">${marks.map((m) => {
      const x = Math.round(m.x * zoom + pan.x);
      return svg`<line class=${m.major ? 'major' : ''} x1=${x} x2=${x} y1="18" y2=${height}></line><text x=${x + 3} y="28">${m.label}</text>`;
    })}<text x="8" y="13">${axisWords(Math.max(scale.from, scale.from + (left / scale.width) * (scale.to - scale.from)), zone)}</text></svg>`;
  }

  render() {
    if (this.broken) return empty('The graph cannot be drawn.', 'A part of the page did not load. Reload it; the table has the same content.');
    return html`${this.axis()}<div class="cy" role="img" aria-label=${this.name}></div>`;
  }
}

customElements.define('pg-graph-canvas', GraphCanvas);
