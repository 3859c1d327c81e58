/**
 * Logon sessions and attempts as the logons view shows them. Pure.
 *
 * @typedef {import('./types.js').SessionRow} SessionRow
 * @typedef {import('./types.js').UserSummary} UserSummary
 * @typedef {import('./scale.js').Span} Span
 */
import { packLanes } from './lanes.js';
import { lifeOf } from './lifetime.js';
import { shortHost } from './words.js';

/** Why a session is folded, in words for a count. @type {Record<string, string>} */
export const FOLD_WORDS = { builtin: 'built-in', virtual: 'of virtual accounts', wellknown: 'of built-in accounts', anonymous: 'anonymous', machine: 'of computer accounts' };

/**
 * Why a session is folded by default: it belongs to Windows and not to a person. "" for one that is shown.
 * @param {SessionRow} s @param {Map<string, string>} kinds user kind by key
 */
export function foldReason(s, kinds) {
  if (s.builtin) return 'builtin';
  const kind = kinds.get(s.user ?? '') ?? '';
  return kind in FOLD_WORDS ? kind : '';
}

/** @param {UserSummary[]} users */
export function kindsOf(users) {
  return new Map(users.map((u) => [u.key, u.user_kind ?? '']));
}

/**
 * @param {SessionRow[]} sessions @param {Map<string, string>} kinds @param {boolean} all nothing is folded
 * @returns {{shown: SessionRow[], folded: Record<string, number>, count: number}}
 */
export function foldSessions(sessions, kinds, all) {
  /** @type {Record<string, number>} */
  const folded = {};
  let count = 0;
  const shown = sessions.filter((s) => {
    const why = foldReason(s, kinds);
    if (!why) return true;
    folded[why] = (folded[why] ?? 0) + 1;
    count++;
    return all;
  });
  return { shown, folded, count };
}

/** The kind of a logon for its colour: where the person sits. @param {SessionRow} s */
export function logonClass(s) {
  if (!s.observed && !s.builtin) return 'unseen';
  if (s.source_host || (s.source_ip && !s.source_local)) return 'remote';
  if (s.logon_type === 2 || s.logon_type === 7 || s.logon_type === 10 || s.logon_type === 11 || s.logon_type === 12 || s.logon_type === 13) return 'person';
  return 'other';
}

/**
 * @typedef {{session: SessionRow, from: number, to: number, open: boolean, lane: number}} LaneBar
 * @typedef {{host: string, name: string, bars: LaneBar[], lanes: number, crowded: number}} HostLanes
 */

/**
 * The sessions of each host on lanes. One without an end runs to the end of the span.
 * @param {SessionRow[]} sessions @param {Span} span @returns {{hosts: HostLanes[], timeless: number}}
 */
export function lanesOf(sessions, span) {
  /** @type {Map<string, {host: string, name: string, items: Omit<LaneBar, 'lane'>[]}>} */
  const byHost = new Map();
  let timeless = 0;
  for (const s of sessions) {
    const t = lifeOf(s);
    if (Number.isNaN(t.from) && Number.isNaN(t.to)) {
      timeless++;
      continue;
    }
    const from = Number.isNaN(t.from) ? span.from : t.from;
    const to = Number.isNaN(t.to) ? Math.max(from, span.to) : Math.max(from, t.to);
    if (to < span.from || from > span.to) continue;
    let group = byHost.get(s.host);
    if (!group) byHost.set(s.host, (group = { host: s.host, name: s.host_name || s.host, items: [] }));
    group.items.push({ session: s, from, to, open: Number.isNaN(t.to) });
  }
  const gap = (span.to - span.from) / 300;
  const hosts = [...byHost.values()].sort((a, b) => (a.name < b.name ? -1 : 1)).map((g) => {
    const packed = packLanes(g.items, gap);
    return { host: g.host, name: g.name, lanes: packed.count, crowded: packed.crowded, bars: packed.lanes.map(({ item, lane }) => ({ ...item, lane })) };
  });
  return { hosts, timeless };
}

/**
 * Failed logons of one kind, in one line: the same target, place and reason.
 * @typedef {object} AttemptGroup
 * @property {any} first the attempt that stands for all
 * @property {number} count records
 * @property {string} from first time @property {string} to last time
 * @property {any[]} attempts
 */

/** @param {any[]} attempts by time @returns {AttemptGroup[]} by first time */
export function groupAttempts(attempts) {
  /** @type {Map<string, AttemptGroup>} */
  const groups = new Map();
  for (const a of attempts) {
    const id = JSON.stringify([a.event_id, a.host, a.user ?? '', a.target_user ?? '', a.target_host ?? '', a.source_ip ?? '', a.claimed_workstation ?? '', a.logon_type ?? 0, a.sub_status || a.status || '', a.event_id === 4648 ? a.process ?? '' : '']);
    let g = groups.get(id);
    if (!g) groups.set(id, (g = { first: a, count: 0, from: a.time ?? '', to: a.time ?? '', attempts: [] }));
    g.count += a.count || 1;
    g.attempts.push(a);
    if (a.time && Date.parse(a.time) > Date.parse(g.to || a.time)) g.to = a.time;
    if (a.time && !(Date.parse(a.time) >= Date.parse(g.from))) g.from = a.time;
  }
  return [...groups.values()];
}

/** So many accounts failing from one place are told as one attempt at many. */
const MANY_ACCOUNTS = 4;

/**
 * Many accounts that failed at one host from one place.
 * @typedef {{first: any, accounts: number, count: number, from: string, to: string, reasons: [string, number][]}} Spray
 */

/**
 * @param {AttemptGroup[]} groups @returns {Spray[]} most accounts first
 */
export function spraysOf(groups) {
  /** @type {Map<string, AttemptGroup[]>} */
  const places = new Map();
  for (const g of groups) {
    const a = g.first;
    if (a.event_id !== 4625 || (!a.source_ip && !a.claimed_workstation)) continue;
    const id = JSON.stringify([a.host, a.source_ip ?? '', a.claimed_workstation ?? '', a.logon_type ?? 0]);
    places.set(id, [...(places.get(id) ?? []), g]);
  }
  /** @type {Spray[]} */
  const sprays = [];
  for (const list of places.values()) {
    const accounts = new Set(list.map((g) => g.first.target_user ?? ''));
    if (accounts.size < MANY_ACCOUNTS) continue;
    /** @type {Map<string, number>} */
    const reasons = new Map();
    for (const g of list) reasons.set(g.first.sub_status || g.first.status || '', (reasons.get(g.first.sub_status || g.first.status || '') ?? 0) + g.count);
    const begins = list.map((g) => g.from).filter(Boolean).sort((x, y) => Date.parse(x) - Date.parse(y));
    const ends = list.map((g) => g.to).filter(Boolean).sort((x, y) => Date.parse(x) - Date.parse(y));
    sprays.push({ first: list[0].first, accounts: accounts.size, count: list.reduce((n, g) => n + g.count, 0), from: begins[0] ?? '', to: ends[ends.length - 1] ?? '', reasons: [...reasons].sort((x, y) => y[1] - x[1]) });
  }
  return sprays.sort((x, y) => y.accounts - x.accounts);
}

/**
 * Says whether only a workstation's name, which is a claim, tells where a session came from.
 * @param {SessionRow} s
 */
export function claimOnly(s) {
  return Boolean(s.claimed_workstation) && !s.source_ip && !s.source_host && !s.source_local
    && s.claimed_workstation?.toLowerCase() !== shortHost(s.host_name ?? '').toLowerCase();
}

/**
 * A proven way from one host to another.
 * @typedef {{from: string, fromName: string, to: string, toName: string, count: number, users: string[], types: number[], first: string, last: string, sessions: SessionRow[]}} Move
 */

/**
 * The moves that sessions prove: their address is a host of the case.
 * @param {SessionRow[]} sessions @param {Span|null} span only logons that began in it
 * @returns {Move[]} by first logon
 */
export function movesOf(sessions, span) {
  /** @type {Map<string, Move>} */
  const moves = new Map();
  for (const s of sessions) {
    if (!s.source_host || s.source_host === s.host) continue;
    const begin = s.start || s.start_hint || '';
    if (span && !(Date.parse(begin) >= span.from && Date.parse(begin) <= span.to)) continue;
    const id = `${s.source_host}\n${s.host}`;
    let m = moves.get(id);
    if (!m) moves.set(id, (m = { from: s.source_host, fromName: s.source_host_name || s.source_host, to: s.host, toName: s.host_name || s.host, count: 0, users: [], types: [], first: begin, last: begin, sessions: [] }));
    m.count++;
    m.sessions.push(s);
    const user = s.user_name || s.user || '';
    if (user && !m.users.includes(user)) m.users.push(user);
    if (s.logon_type !== undefined && !m.types.includes(s.logon_type)) m.types.push(s.logon_type);
    if (begin && (!m.first || Date.parse(begin) < Date.parse(m.first))) m.first = begin;
    if (begin && (!m.last || Date.parse(begin) > Date.parse(m.last))) m.last = begin;
  }
  return [...moves.values()].sort((a, b) => Date.parse(a.first) - Date.parse(b.first) || (a.from + a.to < b.from + b.to ? -1 : 1));
}

/** The most hosts on a map; the table has all. */
export const MAX_MAP_HOSTS = 30;

/**
 * @typedef {{host: string, name: string, x: number, y: number}} MapHost
 * @typedef {{hosts: MapHost[], moves: {move: Move, path: string, width: number, tip: {x: number, y: number, angle: number}, label: {x: number, y: number}}[], hidden: number, width: number, height: number}} MoveMap
 */

/** The size of a host's box on the map. */
export const MAP_BOX = { w: 150, h: 30 };

/**
 * Hosts on an ellipse, clockwise in the order in which they first appear, and the moves as
 * curves that keep to their right, so that two ways between two hosts are told apart.
 * Of many hosts, those with the most logons.
 * @param {Move[]} moves by first logon @returns {MoveMap}
 */
export function mapOf(moves) {
  /** @type {Map<string, {name: string, weight: number}>} */
  const hosts = new Map();
  for (const m of moves) {
    for (const [host, name] of [[m.from, m.fromName], [m.to, m.toName]]) {
      const h = hosts.get(host) ?? { name, weight: 0 };
      h.weight += m.count;
      hosts.set(host, h);
    }
  }
  const kept = new Set([...hosts].sort((a, b) => b[1].weight - a[1].weight || (a[0] < b[0] ? -1 : 1)).slice(0, MAX_MAP_HOSTS).map(([h]) => h));
  const order = [...hosts.keys()].filter((h) => kept.has(h));
  const rx = Math.max(230, order.length * 34);
  const ry = Math.max(120, order.length * 21);
  const width = 2 * rx + MAP_BOX.w + 40;
  const height = 2 * ry + MAP_BOX.h + 40;
  /** @type {Map<string, MapHost>} */
  const placed = new Map();
  order.forEach((host, i) => {
    const turn = -Math.PI + (2 * Math.PI * i) / order.length;
    placed.set(host, { host, name: hosts.get(host)?.name ?? host, x: Math.round(width / 2 + rx * Math.cos(turn) - MAP_BOX.w / 2), y: Math.round(height / 2 + ry * Math.sin(turn) - MAP_BOX.h / 2) });
  });
  const drawn = moves.filter((m) => kept.has(m.from) && kept.has(m.to));
  return { hosts: [...placed.values()], moves: drawn.map((m) => curve(m, placed)), hidden: hosts.size - kept.size, width, height };
}

/** @param {MapHost} h */
function middle(h) {
  return { x: h.x + MAP_BOX.w / 2, y: h.y + MAP_BOX.h / 2 };
}

/** Where the line from a box's middle to a point leaves the box. @param {MapHost} h @param {{x: number, y: number}} to */
function edgeOf(h, to) {
  const c = middle(h);
  const dx = to.x - c.x;
  const dy = to.y - c.y;
  const share = 1 / Math.max(Math.abs(dx) / (MAP_BOX.w / 2 + 3), Math.abs(dy) / (MAP_BOX.h / 2 + 3), 1e-9);
  return { x: Math.round((c.x + dx * share) * 10) / 10, y: Math.round((c.y + dy * share) * 10) / 10 };
}

/** @param {Move} m @param {Map<string, MapHost>} placed */
function curve(m, placed) {
  const from = /** @type {MapHost} */ (placed.get(m.from));
  const to = /** @type {MapHost} */ (placed.get(m.to));
  const a = middle(from);
  const b = middle(to);
  // The bend is to the right of the way.
  const bend = { x: Math.round((a.x + b.x) / 2 - (b.y - a.y) * 0.1), y: Math.round((a.y + b.y) / 2 + (b.x - a.x) * 0.1) };
  const start = edgeOf(from, bend);
  const end = edgeOf(to, bend);
  const angle = Math.round((Math.atan2(end.y - bend.y, end.x - bend.x) * 180) / Math.PI);
  const at = (/** @type {number} */ t, /** @type {'x'|'y'} */ k) => (1 - t) * (1 - t) * start[k] + 2 * t * (1 - t) * bend[k] + t * t * end[k];
  return { move: m, width: 1.5 + Math.min(4, Math.log2(m.count) / 1.5), path: `M${start.x} ${start.y}Q${bend.x} ${bend.y} ${end.x} ${end.y}`, tip: { ...end, angle }, label: { x: Math.round(at(0.5, 'x')), y: Math.round(at(0.5, 'y')) + 4 } };
}
