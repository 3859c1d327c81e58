/**
 * A lineage as the page shows it: words for its nodes and links, the part that was
 * asked for, and long rows of system processes folded. Pure.
 *
 * @typedef {import('./types.js').LineageNode} LineageNode
 * @typedef {import('./types.js').LineageLink} LineageLink
 * @typedef {import('./types.js').Lineage} Lineage
 * @typedef {LineageNode & {folded?: LineageNode[]}} ShownNode
 * @typedef {{focus: string, nodes: ShownNode[], links: LineageLink[], notes: string[]}} Shown
 */
import { kindOf } from './kinds.js';
import { visible } from './escapes.js';
import { bareUser, pidBeside, processName, shortSessionWords } from './words.js';
import { duration, stamp, wholeSeconds } from './time.js';

const CAUSES = new Set(['focus', 'ancestor', 'origin']);
const EFFECTS = new Set(['focus', 'descendant', 'consequence']);

/** System processes in a row from this number on are folded. */
const FOLD_FROM = 3;

/**
 * @param {Lineage} l @param {{show: string, full: boolean}} how show: "causes", "effects" or ""
 * @returns {Shown}
 */
export function shownOf(l, how) {
  const keep = how.show === 'causes' ? CAUSES : how.show === 'effects' ? EFFECTS : null;
  const nodes = keep ? l.nodes.filter((n) => keep.has(n.role)) : l.nodes;
  const ids = new Set(nodes.map((n) => n.id));
  const links = l.links.filter((k) => ids.has(k.from) && ids.has(k.to));
  const shown = { focus: l.focus, nodes, links, notes: l.notes };
  return how.full ? shown : fold(shown);
}

/** @param {Shown} s @returns {Shown} */
function fold(s) {
  const out = new Map(s.nodes.map((n) => [n.id, /** @type {LineageLink[]} */ ([])]));
  const into = new Map(s.nodes.map((n) => [n.id, /** @type {LineageLink[]} */ ([])]));
  for (const k of s.links) {
    out.get(k.from)?.push(k);
    into.get(k.to)?.push(k);
  }
  const byId = new Map(s.nodes.map((n) => [n.id, n]));
  /** @type {Map<string, ShownNode>} id -> what stands for it */
  const stands = new Map();
  for (const root of s.nodes) {
    if (into.get(root.id)?.length) continue;
    /** @type {LineageNode[]} */
    const run = [];
    for (let n = /** @type {LineageNode|undefined} */ (root); n && foldable(n, s.focus) && (into.get(n.id)?.length ?? 0) <= 1; n = byId.get(out.get(n.id)?.[0]?.to ?? '')) {
      if (out.get(n.id)?.length !== 1) break;
      run.push(n);
    }
    if (run.length < FOLD_FROM) continue;
    const last = run[run.length - 1];
    const one = { ...last, folded: run };
    run.forEach((n) => stands.set(n.id, one));
  }
  if (stands.size === 0) return s;
  const nodes = s.nodes.filter((n) => (stands.get(n.id)?.id ?? n.id) === n.id).map((n) => stands.get(n.id) ?? n);
  const links = s.links.filter((k) => !(stands.has(k.from) && stands.get(k.from) === stands.get(k.to)));
  return { ...s, nodes, links };
}

/** @param {LineageNode} n @param {string} focus */
function foldable(n, focus) {
  const kind = n.process ? kindOf(n.process.image) : '';
  return n.id !== focus && (kind === 'system' || kind === 'service') && !n.process?.flags?.length;
}

/** When a node began. @param {LineageNode} n */
export function startOf(n) {
  return n.process ? n.process.start || n.process.start_hint || '' : n.session?.start || n.session?.start_hint || '';
}

/** Its host's key. @param {LineageNode} n */
export function hostOf(n) {
  return n.process?.host ?? n.session?.host ?? '';
}

/** @param {LineageNode} n */
export function hostNameOf(n) {
  return n.process?.host_name || n.session?.host_name || hostOf(n);
}

/** The clock time of a node. @param {LineageNode} n @param {string} zone */
function clock(n, zone) {
  const text = startOf(n);
  const hint = n.process ? !n.process.start : !n.session?.start;
  return text ? `${hint ? '≈ ' : ''}${stamp(text, zone).slice(11, 19)}` : 'start not known';
}

/** The two lines of a node in the picture. @param {ShownNode} n @param {string} zone @returns {{title: string, sub: string}} */
export function labelOf(n, zone) {
  if (n.folded) {
    const names = n.folded.map((f) => processName(f.process ?? {}).replace(/\.exe$/i, ''));
    return { title: `${n.folded.length} system processes`, sub: `${names[0]} › … › ${names[names.length - 1]}` };
  }
  if (n.session) {
    const s = n.session;
    return { title: bareUser(s.user_name) || 'logon session', sub: `${clock(n, zone)} · ${shortSessionWords(s)}` };
  }
  const p = n.process;
  if (!p) return { title: n.key, sub: '' };
  return { title: processName(p), sub: `${pidBeside(p) && `${p.pid} · `}${clock(n, zone)}` };
}

/** What is not shown around a node. @param {LineageNode} n */
export function hiddenOf(n) {
  if (n.hidden_children) return `+${n.hidden_children}`;
  if (n.hidden_candidates) return `+${n.hidden_candidates} possible`;
  return '';
}

/** @param {LineageNode} n */
export function hiddenWords(n) {
  const words = [];
  if (n.hidden_children) words.push(`${n.hidden_children} of its children are not shown`);
  if (n.hidden_candidates) words.push(`${n.hidden_candidates} other processes of the same user were alive on the source host and are not shown`);
  if (n.more_above) words.push('it has ancestors that are not shown');
  return words.join('; ');
}

/** The time on a link. @param {LineageLink} k */
export function elapsedOf(k) {
  if (k.elapsed_ms === undefined) return '';
  const length = Math.abs(k.elapsed_ms);
  const text = `${k.elapsed_ms < 0 && !(k.whole_seconds && length < 1000) ? '−' : ''}${k.whole_seconds ? wholeSeconds(length) : duration(length)}`;
  return `${k.approximate ? '≈ ' : ''}${text}${k.more ? ` (+${k.more})` : ''}`;
}

/** How the cause led to the effect. @param {LineageLink} k */
export function linkWords(k) {
  if (k.kind === 'spawned') return 'started it';
  if (k.kind === 'ran-in') return k.confidence === 'possible' ? 'may have brought it' : 'is the session it ran in';
  return k.confidence === 'possible' ? 'may have opened it' : 'opened it';
}

/** @typedef {{node: ShownNode, causes: {link: LineageLink, from: ShownNode}[]}} LineageRow a node and what it came from */

/** A node and its causes in a sentence, for the ear. @param {LineageRow} row @param {string} zone */
export function sentenceOf({ node, causes }, zone) {
  const { title, sub } = labelOf(node, zone);
  const because = causes.map(({ link, from }) => `${labelOf(from, zone).title} ${linkWords(link)}${link.why ? `: ${link.why}` : ''}`);
  return visible([`${node.session ? 'Logon session of ' : ''}${title}, ${sub}, on ${hostNameOf(node)}`, node.process && !node.process.observed && !node.folded ? 'not observed' : '',
    node.process?.command_line ?? '', ...because, hiddenWords(node)].filter(Boolean).join('. '));
}

/**
 * The table of the picture: a row for each node, causes before effects as far as times tell.
 * @param {Shown} s @returns {LineageRow[]}
 */
export function rowsOf(s) {
  const byId = new Map(s.nodes.map((n) => [n.id, n]));
  for (const n of s.nodes) n.folded?.forEach((f) => byId.set(f.id, n));
  const rows = s.nodes.map((node) => /** @type {LineageRow} */ ({ node, causes: [] }));
  const at = new Map(rows.map((r) => [r.node.id, r]));
  for (const link of s.links) {
    const from = byId.get(link.from);
    if (from) at.get(byId.get(link.to)?.id ?? '')?.causes.push({ link, from });
  }
  return rows.map((r, i) => ({ r, i })).sort((a, b) => startOf(a.r.node).localeCompare(startOf(b.r.node)) || a.i - b.i).map(({ r }) => r);
}
