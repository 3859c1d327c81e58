/** The rows of the process tree, as templates. */
import { html, nothing } from './lit.js';
import { imageIcon, icon } from './icons.js';
import { logLine } from './log-text.js';
import { noteClass, noteMark } from './note-mark.js';
import { baseName, count, counted, flagWords, isRule, logonWords, processName } from '../model/words.js';
import { barOf, lifetimeWords } from '../model/lifetime.js';
import { parts } from '../model/time.js';
import { expandable, missing } from '../model/tree-node.js';
import { visible } from '../model/escapes.js';

/**
 * @typedef {import('../model/tree-node.js').TreeNode} TreeNode
 * @typedef {import('../model/types.js').ProcessRow} ProcessRow
 *
 * @typedef {object} RowContext what all rows share
 * @property {import('../model/columns.js').Column[]} columns
 * @property {string} zone resolved
 * @property {{from: number, to: number}|null} span
 * @property {string[]} words to mark
 * @property {boolean} narrow a filter is on
 * @property {string} current id of the row that has the focus
 */

/** Rows whose texts are kept: those that came into view last. */
const KEPT = 3000;
/** @type {Map<ProcessRow, Record<string, {of: unknown, made: unknown}>>} */
const kept = new Map();

/**
 * What a cell shows, worked out once for a row and not each time that it comes into view.
 * @template T
 * @param {ProcessRow} row @param {string} name of the cell @param {unknown} of what it depends on besides the row @param {() => T} make
 * @returns {T}
 */
function once(row, name, of, make) {
  let cells = kept.get(row);
  if (!cells) {
    if (kept.size >= KEPT) kept.delete(/** @type {ProcessRow} */ (kept.keys().next().value));
    kept.set(row, (cells = {}));
  }
  const had = cells[name];
  if (had && had.of === of) return /** @type {T} */ (had.made);
  const made = make();
  cells[name] = { of, made };
  return made;
}

/** Levels that are indented; deeper ones say their number instead. */
const MAX_INDENT = 18;
const STEP = 14;

/** The DOM id of a row. @param {TreeNode} n */
export function rowId(n) {
  return `row-${n.index}`;
}

/** @param {TreeNode} n @param {RowContext} ctx */
export function treeRow(n, ctx) {
  if (n.kind === 'more') return moreRow(n, ctx);
  if (n.kind === 'host') return hostRow(n, ctx);
  return processRow(n, ctx);
}

/** @param {TreeNode} n */
function twisty(n) {
  if (n.loading) return html`<span class="twisty"><span class="spinner" aria-hidden="true"></span></span>`;
  if (!expandable(n)) return html`<span class="twisty none"></span>`;
  return html`<span class="twisty" data-act="toggle" aria-hidden="true">${n.open ? '▾' : '▸'}</span>`;
}

/** @param {TreeNode} n */
function indent(n) {
  const levels = Math.min(n.depth, MAX_INDENT);
  return html`<span class="indent" .style=${`width:${levels * STEP}px`}></span>${n.depth > MAX_INDENT
    ? html`<span class="deep" title="level ${n.depth + 1}">${n.depth + 1}</span>` : nothing}`;
}

/** @param {TreeNode} n @param {RowContext} ctx */
function processRow(n, ctx) {
  const row = /** @type {ProcessRow} */ (n.row);
  const dim = ctx.narrow && !row.match;
  const cls = `tr${row.observed ? '' : ' stub'}${dim ? ' dim' : ''}${n.context ? ' context' : ''}${ctx.current === n.id ? ' current' : ''}${row.severity ? ` sev-${row.severity}` : ''}${noteClass('process', row.key)}`;
  return html`<div class=${cls} role="row" id=${rowId(n)} data-index=${n.index}
      aria-level=${n.depth + 1} aria-setsize=${n.parent && n.parent.total > 0 ? n.parent.total : -1} aria-posinset=${n.position}
      aria-rowindex=${n.index + 2} aria-selected=${ctx.current === n.id ? 'true' : 'false'}
      aria-expanded=${expandable(n) ? String(n.open) : nothing} aria-busy=${n.loading ? 'true' : nothing}>
    ${ctx.columns.map((c) => html`<div role="gridcell" class="td c-${c.id}">${cell(c.id, n, row, ctx)}</div>`)}
  </div>`;
}

/** @param {string} id @param {TreeNode} n @param {ProcessRow} row @param {RowContext} ctx */
function cell(id, n, row, ctx) {
  switch (id) {
    case 'image': return imageCell(n, row, ctx);
    case 'start': return once(row, id, ctx.zone, () => startCell(row, ctx.zone));
    case 'end': return once(row, id, ctx.zone, () => timeText(row.end, ctx.zone));
    case 'pid': return row.pid ?? '';
    case 'command': return once(row, id, ctx.words, () => logLine(row.command_line, ctx.words));
    case 'user': return logLine(row.user_name, ctx.words);
    case 'integrity': return row.integrity_level ? html`<span class="il il-${integrityClass(row.integrity_level)}">${logLine(row.integrity_level)}</span>` : '';
    case 'logon': return logonCell(row);
    case 'life': return once(row, id, ctx.span, () => lifeCell(row, ctx.span));
    case 'children': return row.child_count ? count(row.child_count) : '';
    case 'flags': return flagCell(row);
    case 'host': return logLine(row.host_name);
    case 'path': return logLine(row.image, ctx.words);
    case 'guid': return logLine(row.guid);
    default: return '';
  }
}

/** @param {string} level */
function integrityClass(level) {
  const l = level.toLowerCase();
  return ['low', 'medium', 'high', 'system'].find((x) => l.startsWith(x)) ?? 'other';
}

/** @param {TreeNode} n @param {ProcessRow} row @param {RowContext} ctx */
function imageCell(n, row, ctx) {
  const name = row.image ? logLine(baseName(row.image), ctx.words) : processName(row);
  return html`${indent(n)}${twisty(n)}${imageIcon(row.image)}<span class="name">${name}</span>${row.observed
    ? nothing : html`<span class="tag" title="No record of its own: known only from what its children say of it">not observed</span>`}${n.error
    ? html`<span class="tag bad" data-act="retry" title="${n.error.message} ${n.error.hint}">children not loaded: try again</span>` : nothing}${noteMark('process', row.key)}`;
}

/** @param {string|undefined} text @param {string} zone */
function timeText(text, zone) {
  const p = text ? parts(text, zone) : null;
  if (!p) return '';
  return html`<span class="date">${p.date}</span> ${p.time}<span class="ms">${p.fraction ? `.${p.fraction.slice(0, 3)}` : ''}</span>`;
}

/** @param {ProcessRow} row @param {string} zone */
function startCell(row, zone) {
  if (row.start) return timeText(row.start, zone);
  if (row.start_hint) return html`<span class="hint" title="Not recorded: the second in its GUID">≈ ${timeText(row.start_hint, zone)}</span>`;
  return html`<span class="hint">not recorded</span>`;
}

/** @param {ProcessRow} row */
function logonCell(row) {
  const words = logonWords(row.logon);
  const remote = Boolean(row.logon && !row.logon.source_local && (row.logon.source_ip || row.logon.source_host));
  return words ? html`<span class=${remote ? 'remote' : ''}>${logLine(words)}</span>` : '';
}

/** @type {Record<string, string>} */
const LIFE_TITLES = {
  closed: 'Start and end were recorded', open: 'No end was recorded: it may have run on',
  bounded: 'No end was recorded, but it had ended by then: its PID was given anew, or the host booted', hint: 'The start was not recorded: the second in its GUID',
};

/** @param {ProcessRow} row @param {{from: number, to: number}|null} span */
function lifeCell(row, span) {
  const bar = span ? barOf(row, span) : null;
  if (!bar) return '';
  return html`<span class="life" aria-hidden="true"><span class="lifebar ${bar.kind}" .style=${`left:${bar.left.toFixed(2)}%;width:${bar.width.toFixed(2)}%`}></span></span><span class="dur" title=${LIFE_TITLES[bar.kind]}>${lifetimeWords(bar)}</span>`;
}

/** @param {ProcessRow} row */
export function flagCell({ flags, severity }) {
  if (!flags || flags.length === 0) return '';
  const sorted = [...flags].sort((a, b) => Number(isRule(b)) - Number(isRule(a)));
  return sorted.map((f) => {
    const w = flagWords(f, severity);
    return html`<span class="flag tone-${w.tone}">${w.label}</span>`;
  });
}

/** @param {TreeNode} n @param {RowContext} ctx */
function hostRow(n, ctx) {
  const h = /** @type {import('../model/types.js').HostSummary} */ (n.host);
  const first = timeText(h.first, ctx.zone);
  return html`<div class="tr host ${ctx.current === n.id ? 'current' : ''}" role="row" id=${rowId(n)} data-index=${n.index}
      aria-level="1" aria-setsize=${n.parent?.total ?? -1} aria-posinset=${n.position} aria-rowindex=${n.index + 2}
      aria-selected=${ctx.current === n.id ? 'true' : 'false'} aria-expanded=${expandable(n) ? String(n.open) : nothing}>
    <div role="gridcell" class="td wide">${twisty(n)}<span class="kind kind-host">${icon('host')}</span><span class="name">${logLine(h.name)}</span>${noteMark('host', h.key)}
      <span class="facts">${counted(h.process_count, 'process', 'processes')}${h.stub_count ? `, ${count(h.stub_count)} not observed` : ''}${first
        ? html` · ${first} – ${timeText(h.last, ctx.zone)}` : nothing}</span>
      ${h.standout_count ? html`<span class="flag tone-high">${counted(h.standout_count, 'remark')}</span>` : nothing}
      ${n.error ? html`<span class="tag bad" data-act="retry" title=${n.error.hint}>${n.error.message} Try again</span>` : nothing}</div>
  </div>`;
}

/** @param {TreeNode} n @param {RowContext} ctx */
function moreRow(n, ctx) {
  const of = /** @type {TreeNode} */ (n.parent);
  const away = missing(of);
  const images = of.byImage.slice(0, 6).map((i) => `${visible(i.image) || 'unknown image'} ×${count(i.count)}`).join(' · ');
  const error = of.error;
  return html`<div class="tr more ${ctx.current === n.id ? 'current' : ''}" role="row" id=${rowId(n)} data-index=${n.index}
      aria-level=${n.depth + 1} aria-rowindex=${n.index + 2} aria-selected=${ctx.current === n.id ? 'true' : 'false'}>
    <div role="gridcell" class="td wide">${indent(n)}<span class="twisty none"></span><span class="linklike" data-act="more">${of.loading
      ? 'Loading…' : `… ${count(away)} more`}</span>${error ? html`<span class="tag bad">${error.message}</span>` : nothing}
      <span class="facts">${images ? `of ${count(of.total)}: ${images}` : `of ${count(of.total)}`}</span></div>
  </div>`;
}
