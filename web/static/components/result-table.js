/** The answer to a query as a table, with links to what its cells name. */
import { html, nothing } from './lit.js';
import { imageIcon } from './icons.js';
import { logLine, logWhole } from './log-text.js';
import { isMoment, keyOf, nodeOf, nodeWords, pathParts, relationshipWords, rowNode, valueText } from '../model/cypher-result.js';
import { graphLink, href } from '../model/router.js';
import { stamp } from '../model/time.js';
import { cut, visible } from '../model/escapes.js';
import { count } from '../model/words.js';

/** Texts up to here stay on a line; beyond the second bound, the rest is folded. */
const SHORT = 44;
const LONG = 240;

/** The view of a node. @param {import('../model/cypher-result.js').NodeRef} ref */
export function nodeLink(ref) {
  if (ref.kind === 'process') return href('process', { key: ref.key });
  if (ref.kind === 'session') return href('logons', { key: ref.key, details: '1' });
  if (ref.kind === 'user') return href('logons', { user: ref.key });
  if (ref.kind === 'host') return href('tree', { host: ref.key });
  return graphLink([ref]);
}

/**
 * @param {import('../model/cypher-result.js').CypherView} view @param {string} zone @param {number} shown how many rows are drawn
 * @param {() => void} more
 */
export function resultTable(view, zone, shown, more) {
  if (view.columns.length === 0) return html`<p class="muted">The query returns no columns.</p>`;
  const numbers = view.columns.map((_, i) => view.rows.length > 0 && view.rows.slice(0, 50).every((r) => r[i] === null || typeof r[i] === 'number'));
  return html`<div class="scroll-x result-scroll" tabindex="0" role="region" aria-label="Rows"><table class="data result"><thead><tr><th scope="col" class="num">#</th>${view.columns.map((c, i) => html`<th scope="col" class=${numbers[i] ? 'num' : ''}>${logLine(c)}</th>`)}</tr></thead>
    <tbody>${view.rows.slice(0, shown).map((r, n) => html`<tr><td class="num muted">${rowNumber(view, r, n + 1)}</td>${r.map((v, i) => html`<td class=${numbers[i] ? 'num' : ''}>${cell(view.columns[i] ?? '', v, zone)}</td>`)}</tr>`)}</tbody></table>
    ${view.rows.length > shown ? html`<p class="pager"><button type="button" @click=${more}>Show more rows</button> <span class="muted">${count(shown)} of ${count(view.rows.length)} are drawn; copies and files have all.</span></p>` : nothing}</div>`;
}

/** The number of a row, which leads to what the row is about: its last key or node. @param {import('../model/cypher-result.js').CypherView} view @param {any[]} row @param {number} n */
function rowNumber(view, row, n) {
  const ref = rowNode(view, row);
  return ref ? html`<a href=${nodeLink(ref)} aria-label="Row ${n}: its ${ref.kind}" title="To its ${ref.kind}">${n}</a>` : n;
}

/** @param {string} column @param {any} v @param {string} zone @returns {any} */
function cell(column, v, zone) {
  if (v === null || v === undefined) return html`<span class="muted" title="null: not recorded">–</span>`;
  if (typeof v === 'number' || typeof v === 'boolean') return String(v);
  if (typeof v === 'string') {
    const ref = keyOf(column, v);
    if (ref) return html`<a class="key-link" href=${nodeLink(ref)} title=${visible(v)}>${logLine(v)}</a>`;
    return isMoment(v) ? html`<time class="nowrap" datetime=${v} title=${v}>${stamp(millis(v), zone)}</time>` : longText(v);
  }
  if (v.$type === 'node') return node(v);
  if (v.$type === 'path') return html`<span class="path-cell">${pathParts(v).map((p) => (typeof p === 'string' ? html` <span class="muted nowrap">${logLine(p)}</span> ` : node(p)))}</span>`;
  if (v.$type === 'relationship') return html`<span class="rel">${logLine(relationshipWords(v))}</span>`;
  if (Array.isArray(v) && v.some((x) => x && typeof x === 'object')) return html`<ul class="plain">${v.slice(0, 40).map((x) => html`<li>${cell(column, x, zone)}</li>`)}${v.length > 40 ? html`<li class="muted">${count(v.length - 40)} more</li>` : nothing}</ul>`;
  return longText(valueText(v));
}

/** A moment with its milliseconds: the server leaves zeros at the end out. @param {string} text */
function millis(text) {
  const [seconds, part = ''] = text.slice(0, -1).split('.');
  return `${seconds}.${part.padEnd(3, '0')}Z`;
}

/** @param {string} text */
function longText(text) {
  if (text.length <= SHORT) return html`<span class="short">${logLine(text)}</span>`;
  if (text.length <= LONG) return html`<div class="wide-text">${logLine(text)}</div>`;
  return html`<details class="long wide-text"><summary>${logLine(cut(text, LONG))} <span class="muted nowrap">${count(text.length)} characters</span></summary>${logWhole(text)}</details>`;
}

/** @param {any} n */
function node(n) {
  const ref = nodeOf(n);
  const words = html`${n.labels?.includes('Process') ? imageIcon(n.properties?.image) : html`<span class="label">${(n.labels ?? []).join(':')}</span>`} ${logLine(nodeWords(n))}`;
  return ref ? html`<a class="node-link" href=${nodeLink(ref)} title=${ref.kind}>${words}</a>` : html`<span class="node-link">${words}</span>`;
}
