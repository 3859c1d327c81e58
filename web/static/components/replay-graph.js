/** The processes of a replay so far, as a graph that grows. A double click leads to the process in its tree. */
import { Element, html, nothing } from './lit.js';
import { empty } from './states.js';
import { lineLegend } from './line-legend.js';
import './graph-canvas.js';
import { DRAW_CAP } from '../model/graph-view.js';
import { nodeRef } from '../model/path-model.js';
import { GrowingPlaces, graphOf } from '../model/replay-graph.js';
import { router, treeLink } from '../model/router.js';
import { count, counted } from '../model/words.js';

/** @typedef {import('../model/replay-model.js').TreeRow} TreeRow */

class ReplayGraph extends Element {
  static properties = { rows: { attribute: false }, current: {}, zone: {}, chosen: { state: true } };

  constructor() {
    super();
    /** @type {TreeRow[]} in pre-order */
    this.rows = [];
    /** the key of the process of the current event */
    this.current = '';
    this.zone = 'UTC';
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.growing = new GrowingPlaces();
    /** @type {import('../model/graph-view.js').Visible} */
    this.visible = { nodes: [], edges: [] };
    /** @type {import('../model/graph-layout.js').Places} */
    this.places = new Map();
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has('current')) this.chosen = new Set(this.current ? [`process~${this.current}`] : []);
    if (this.rows.length > DRAW_CAP || (!changed.has('rows') && !changed.has('zone'))) return;
    this.visible = graphOf(this.rows, this.zone);
    this.places = this.growing.place(this.rows);
  }

  get canvas() {
    return /** @type {any} */ (this.querySelector('pg-graph-canvas'));
  }

  /** @param {CustomEvent} e */
  open(e) {
    const key = nodeRef(e.detail.id)?.key;
    const row = this.rows.find((r) => r.key === key)?.row;
    if (row) router.go(treeLink(row));
  }

  render() {
    if (this.rows.length > DRAW_CAP) return empty(`${count(this.rows.length)} processes are more than a picture can tell.`, `Up to ${count(DRAW_CAP)} are drawn; the tree has them all.`);
    return html`<div class="replay-canvas"><pg-graph-canvas .view=${this.visible} .places=${this.places} .chosen=${this.chosen} follow=${this.current ? `process~${this.current}` : ''} layout="" name=${`Graph of ${counted(this.rows.length, 'process', 'processes')} so far; the tree has the same content`}
        @pg-choose=${(/** @type {CustomEvent} */ e) => { this.chosen = new Set(e.detail.ids); }} @pg-open=${this.open}></pg-graph-canvas>
      <div class="zooming" role="group" aria-label="Size"><button type="button" aria-label="Smaller" @click=${() => this.canvas?.zoomBy(0.8)}>−</button><button type="button" @click=${() => this.canvas?.fit()}>Fit</button><button type="button" aria-label="Larger" @click=${() => this.canvas?.zoomBy(1.25)}>+</button></div></div>
      ${this.visible.edges.length ? lineLegend(this.visible.edges.map((e) => e.confidence)) : nothing}`;
  }
}

customElements.define('pg-replay-graph', ReplayGraph);
