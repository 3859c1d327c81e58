/** The nodes of an answer as a picture, with what stands between them; the graph view goes on from there. */
import { Element, html, nothing } from './lit.js';
import { empty, failed, loading } from './states.js';
import { lineLegend } from './line-legend.js';
import { logLine } from './log-text.js';
import { nodeLink } from './result-table.js';
import './graph-canvas.js';
import { MAX_SEEDS } from '../model/graph-address.js';
import { emptyState } from '../model/graph-model.js';
import { restored } from '../model/graph-session.js';
import { gridPlaces, treePlaces } from '../model/graph-layout.js';
import { visibleOf } from '../model/graph-view.js';
import { nodeRef } from '../model/path-model.js';
import { graphLink, router } from '../model/router.js';
import { theCase } from '../model/case.js';
import { asApiError, isAbort, Slot } from '../model/api.js';
import { count, counted } from '../model/words.js';

class ResultGraph extends Element {
  static properties = { found: { attribute: false }, zone: {}, error: { state: true }, state: { state: true }, chosen: { state: true } };

  constructor() {
    super();
    /** @type {{nodes: import('../model/cypher-result.js').NodeRef[], others: number}} */
    this.found = { nodes: [], others: 0 };
    this.zone = 'UTC';
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    /** @type {import('../model/graph-model.js').State|null} */
    this.state = null;
    /** @type {Set<string>} */
    this.chosen = new Set();
    this.asking = new Slot();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asking.cancel();
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has('found')) this.load();
    if (!this.state || (!changed.has('state') && !changed.has('zone'))) return;
    this.visible = visibleOf(this.state, { hide: new Set(), group: false, open: new Set(), zone: this.zone });
    this.places = this.visible.edges.length ? treePlaces(this.visible) : gridPlaces(this.visible);
  }

  async load() {
    this.state = null;
    this.error = null;
    this.chosen = new Set();
    const seeds = this.found.nodes.slice(0, MAX_SEEDS);
    if (seeds.length === 0) return;
    try {
      this.state = await restored(theCase.api, seeds, { first: '', wide: '', removed: '' }, this.asking.next());
    } catch (err) {
      if (isAbort(err)) return;
      this.state = emptyState();
      this.error = asApiError(err);
    }
  }

  head() {
    const { nodes, others } = this.found;
    const cut = nodes.length > MAX_SEEDS;
    const one = nodeRef([...this.chosen][0] ?? '');
    const title = this.visible?.nodes.find((n) => n.id === [...this.chosen][0])?.title;
    return html`<p class="result-graph-head">${cut ? `The first ${count(MAX_SEEDS)} of ${counted(nodes.length, 'node')}` : nodes.length === 1 ? 'One node and what stands next to it' : counted(nodes.length, 'node')} and what joins them${this.visible?.edges.length || nodes.length === 1 ? '' : ': nothing does directly; expand them in the graph view'}.
      ${others ? html`<span class="muted">${counted(others, 'node')} of other kinds (attempts, warnings) are left out.</span>` : nothing}
      <a class="button" id="to-graph" href=${graphLink(nodes.slice(0, MAX_SEEDS))}>Open in the graph view</a>
      ${one && title ? html`<span class="chosen-node">Chosen: <a href=${nodeLink(one)}>${logLine(title)}</a></span>` : nothing}</p>`;
  }

  render() {
    if (this.found.nodes.length === 0) {
      return empty('No row names a process, logon session, user, host or address.', html`Return nodes or paths, or keys as <code>substring(p.key, size($keyPrefix)) AS processKey</code>.`);
    }
    if (this.error) return failed(this.error, () => this.load());
    if (!this.state || !this.visible) return loading('Fetching the nodes…');
    return html`${this.head()}<div class="result-canvas"><pg-graph-canvas .view=${this.visible} .places=${this.places} .chosen=${this.chosen} name=${`Graph of ${counted(this.visible.nodes.length, 'node')}; the table has the rows`}
        @pg-choose=${(/** @type {CustomEvent} */ e) => { this.chosen = new Set(e.detail.ids); }} @pg-open=${(/** @type {CustomEvent} */ e) => this.open(e.detail.id)}></pg-graph-canvas></div>
      ${lineLegend(this.visible.edges.map((e) => e.confidence))}`;
  }

  /** @param {string} id */
  open(id) {
    const ref = nodeRef(id);
    if (ref) router.go(nodeLink(ref));
  }
}

customElements.define('pg-result-graph', ResultGraph);
