/** The answer to a query: how much, how long, and its rows as table, graph or JSON. */
import { Element, html, nothing } from './lit.js';
import { icon } from './icons.js';
import { copyButton } from './copy-button.js';
import { saveEntries, saveMenu } from './save-menu.js';
import { logWhole } from './log-text.js';
import { resultTable } from './result-table.js';
import './result-graph.js';
import { nodesOf, resultCSV, resultJSON, rowsWords } from '../model/cypher-result.js';
import { cut } from '../model/escapes.js';
import { count } from '../model/words.js';

/** Rows drawn at a time, and characters of JSON that are shown. */
const ROWS = 200;
const JSON_SHOWN = 200_000;

const SHOWS = /** @type {const} */ ([['', 'Table'], ['graph', 'Graph'], ['json', 'JSON']]);

class QueryResult extends Element {
  static properties = { view: { attribute: false }, show: {}, zone: {}, name: {}, drawn: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/cypher-result.js').CypherView} */
    this.view = { columns: [], rows: [], summary: '', took_ms: 0 };
    this.show = '';
    this.zone = 'UTC';
    this.name = 'query';
    this.drawn = ROWS;
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (!changed.has('view')) return;
    this.drawn = ROWS;
    this.found = nodesOf(this.view);
  }

  saves() {
    const entry = saveEntries(this.name);
    return [entry('CSV', 'All rows; what a spreadsheet would take for a formula is marked as text', () => resultCSV(this.view)),
      entry('JSON', 'All rows, nodes with their properties', () => resultJSON(this.view))];
  }

  body() {
    if (this.show === 'graph') return html`<pg-result-graph .found=${this.found} zone=${this.zone}></pg-result-graph>`;
    if (this.show !== 'json') return resultTable(this.view, this.zone, this.drawn, () => { this.drawn += 5 * ROWS; });
    const text = resultJSON(this.view);
    return html`<pre class="code result-json" tabindex="0" role="region" aria-label="JSON">${logWhole(cut(text, JSON_SHOWN), { multiline: true })}</pre>
      ${text.length > JSON_SHOWN ? html`<p class="muted">The first ${count(JSON_SHOWN)} of ${count(text.length)} characters; copies and files have all.</p>` : nothing}`;
  }

  render() {
    const v = this.view;
    return html`<section class="card result-card" aria-label="Result"><header>
        <h2>Result <span class="muted" role="status">${rowsWords(v)} in ${count(v.took_ms)} ms</span></h2>
        <div class="result-tools"><div class="segmented" role="group" aria-label="Shown as">${SHOWS.map(([id, words]) => html`<button type="button" data-show=${id || 'table'} aria-pressed=${this.show === id} @click=${() => this.dispatchEvent(new CustomEvent('pg-show', { detail: id }))}>${words}</button>`)}</div>
        ${copyButton(() => resultCSV(v), 'the rows as CSV', 'Copy')}${saveMenu(this.saves())}</div></header>
      ${v.truncated ? html`<p class="note">${icon('warning')} ${v.summary} ${v.truncated === 'rows' ? 'What is left out is not known to be unimportant: narrow the query down, or take more rows.' : ''}</p>` : nothing}
      ${(v.notices ?? []).map((n) => html`<p class="note">${logWhole(n)}</p>`)}
      ${v.rows.length === 0 ? html`<p class="muted">No row matches. Nothing was found for these values in this case; that a thing was not recorded looks the same.</p>` : this.body()}</section>`;
  }
}

customElements.define('pg-query-result', QueryResult);
