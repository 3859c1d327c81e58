/**
 * What the graph view shows of its nodes: kinds left out, processes of one image
 * drawn as one, relationships added up. Pure.
 *
 * @typedef {import('./graph-model.js').State} State
 * @typedef {import('./graph-model.js').Edge} Edge
 * @typedef {object} Shown
 * @property {string} id
 * @property {string} kind process, session, user, host, address or group
 * @property {string} title
 * @property {string} sub
 * @property {string} colour
 * @property {boolean} stub
 * @property {number} more neighbours that are known of and not there
 * @property {string} start
 * @property {string} host key
 * @property {string[]} members ids; of a group, those that it stands for
 * @property {{x: number, y: number}} [pin]
 * @property {boolean} [faded] drawn pale: it has ended
 *
 * @typedef {{nodes: Shown[], edges: Edge[]}} Visible
 */
import { edgesOf } from './graph-model.js';
import { idOf, itemName } from './path-model.js';
import { kindOf } from './kinds.js';
import { baseName, bareUser, counted, pidBeside, shortHost, shortSessionWords } from './words.js';
import { stamp } from './time.js';

/** Kinds in the order of the legend. */
export const KINDS = /** @type {const} */ ([['process', 'Processes'], ['session', 'Logon sessions'], ['user', 'Users'], ['host', 'Hosts'], ['address', 'Addresses']]);

/** The most nodes drawn on the canvas, and laid out by force. */
export const DRAW_CAP = 1500;
export const FORCE_CAP = 500;

/** @type {Record<string, string>} */
const COLOURS = { session: 'remote', user: 'good', host: 'accent', address: 'info' };

/**
 * @param {State} s @param {{hide: Set<string>, group: boolean, open: Set<string>, zone: string}} how open: groups that are opened
 * @returns {Visible}
 */
export function visibleOf(s, how) {
  const all = edgesOf(s);
  const nodes = new Map();
  for (const [id, held] of s.nodes) {
    if (!how.hide.has(held.item.node_kind)) nodes.set(id, shownOf(id, held, how.zone));
  }
  const edges = all.filter((e) => nodes.has(e.from) && nodes.has(e.to));
  addMore(nodes, s);
  return how.group ? grouped(nodes, edges, s, how.open) : { nodes: [...nodes.values()], edges };
}

/** @param {string} id @param {import('./graph-model.js').Held} held @param {string} zone @returns {Shown} */
function shownOf(id, held, zone) {
  const { item } = held;
  const p = item.process;
  const start = p ? p.start || p.start_hint || '' : item.session?.start || item.session?.start_hint || '';
  const clock = start ? `${(p ?? item.session)?.start ? '' : '≈ '}${stamp(start, zone).slice(11, 19)}` : '';
  const session = item.session;
  const sub = p ? [pidBeside(p), shortHost(p.host_name ?? ''), clock].filter((x) => x !== '').join(' · ')
    : session ? [clock, shortSessionWords(session)].filter(Boolean).join(' ')
    : item.host ? counted(item.host.process_count, 'process', 'processes') : item.user ? counted(item.user.session_count, 'logon session') : 'address';
  return {
    id, kind: item.node_kind, title: session ? `${bareUser(session.user_name) || 'logon'} @ ${shortHost(session.host_name ?? '')}` : itemName(item), sub, colour: p ? `k-${kindOf(p.image)}` : COLOURS[item.node_kind] ?? 'info',
    stub: p ? !p.observed : item.session ? !item.session.observed && !item.session.builtin : false,
    more: held.shown !== undefined && (item.host || item.user || item.node_kind === 'address') ? held.hidden ?? 0 : 0,
    start, host: p?.host ?? item.session?.host ?? (item.host ? item.key : ''), members: [id], pin: held.pin,
  };
}

/** Children and processes of a session that are not there. @param {Map<string, Shown>} nodes @param {State} s */
function addMore(nodes, s) {
  /** @type {Map<string, number>} */
  const there = new Map();
  const one = (/** @type {string} */ id) => there.set(id, (there.get(id) ?? 0) + 1);
  for (const { item } of s.nodes.values()) {
    if (item.process?.parent) one(idOf('process', item.process.parent));
    if (item.process?.session) one(idOf('session', item.process.session));
  }
  for (const [id, n] of nodes) {
    const item = s.nodes.get(id)?.item;
    const total = item?.process ? item.process.child_count : item?.session ? item.session.process_count : 0;
    if (total) n.more = Math.max(0, total - (there.get(id) ?? 0));
  }
}

/**
 * Draws children of one parent with one image, which started nothing that is there,
 * as one node.
 * @param {Map<string, Shown>} nodes @param {Edge[]} edges @param {State} s @param {Set<string>} open @returns {Visible}
 */
function grouped(nodes, edges, s, open) {
  const busy = new Set(edges.filter((e) => e.type === 'SPAWNED' || e.type === 'LED_TO' || e.type === 'MOVED_FROM').map((e) => e.from));
  for (const e of edges) if (e.type === 'CLAIMED_PARENT' || e.type === 'MAY_COME_FROM') busy.add(e.from).add(e.to);
  /** @type {Map<string, string[]>} */
  const groups = new Map();
  for (const [id, n] of nodes) {
    const p = s.nodes.get(id)?.item.process;
    if (!p?.image || !p.parent || busy.has(id) || n.pin || !nodes.has(idOf('process', p.parent))) continue;
    const name = `group~${p.parent}~${baseName(p.image).toLowerCase()}`;
    groups.set(name, [...(groups.get(name) ?? []), id]);
  }
  /** @type {Map<string, string>} */
  const into = new Map();
  const out = new Map(nodes);
  for (const [name, ids] of groups) {
    if (ids.length < 2 || open.has(name)) continue;
    const list = ids.map((id) => /** @type {Shown} */ (nodes.get(id)));
    const starts = list.map((n) => n.start).filter(Boolean).sort();
    for (const id of ids) {
      into.set(id, name);
      out.delete(id);
    }
    out.set(name, { ...list[0], id: name, kind: 'group', title: `${ids.length} × ${list[0].title}`, sub: `${shortHost(s.nodes.get(ids[0])?.item.process?.host_name ?? '')} · Enter opens`,
      more: list.reduce((sum, n) => sum + n.more, 0), start: starts[0] ?? '', members: ids, stub: list.every((n) => n.stub) });
  }
  return { nodes: [...out.values()], edges: addedUp(edges, into) };
}

/** Relationships between the same two, added up. @param {Edge[]} edges @param {Map<string, string>} into @returns {Edge[]} */
function addedUp(edges, into) {
  /** @type {Map<string, Edge>} */
  const sum = new Map();
  for (const e of edges) {
    const from = into.get(e.from) ?? e.from;
    const to = into.get(e.to) ?? e.to;
    if (from === to) continue;
    const key = `${from}|${to}|${e.type}`;
    const had = sum.get(key);
    if (had) sum.set(key, { ...had, count: had.count + e.count, confidence: had.confidence === e.confidence ? e.confidence : '' });
    else sum.set(key, { ...e, from, to });
  }
  return [...sum.values()];
}

/** @type {Record<string, string>} */
const RELATIONS = {
  SPAWNED: 'started', CLAIMED_PARENT: 'claimed parent', IN_SESSION: 'in session', RAN_AS: 'ran as', RAN_ON: 'ran on', ON_HOST: 'on host', OF_USER: 'of user',
  FROM_HOST: 'from host', FROM_ADDRESS: 'from address', LINKED_TO: 'other half (UAC)', LED_TO: 'opened (4648)', MOVED_FROM: 'may come from', MAY_COME_FROM: 'may come through',
};

/** What is written on the canvas: that a line from left to right means "started" needs no word. @param {Edge} e */
export function canvasWords(e) {
  return e.type === 'SPAWNED' ? e.count > 1 ? `× ${e.count}` : '' : edgeWords(e);
}

/** A relationship in words. @param {Edge} e */
export function edgeWords(e) {
  return `${RELATIONS[e.type] ?? e.type}${e.count > 1 ? ` × ${e.count}` : ''}`;
}
