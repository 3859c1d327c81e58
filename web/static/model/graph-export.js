/** The graph view as a picture, as a graph for other programs, and as tables. Pure. */
import { csvText } from './csv.js';
import { edgeWords } from './graph-view.js';
import { markColour, NOTE_SIGN } from './graph-notes.js';
import { axisMarks, axisWords, MARK_ROOM, NODE } from './graph-layout.js';

/** @type {Record<string, import('./picture.js').Shape>} */
const SHAPES = { process: 'box', group: 'box', session: 'pill', user: 'hexagon', host: 'host', address: 'tag' };

/**
 * @param {import('./graph-view.js').Visible} v @param {import('./graph-layout.js').Places} places centres
 * @param {{scale: import('./graph-layout.js').TimeScale, zone: string}|null} [time] the axis that they are on
 * @param {import('./graph-notes.js').Marks} [notes]
 * @returns {import('./picture.js').Picture}
 */
export function graphPicture(v, places, time = null, notes = new Map()) {
  const at = (/** @type {string} */ id) => places.get(id) ?? { x: 0, y: 0 };
  const xs = v.nodes.map((n) => at(n.id).x);
  const ys = v.nodes.map((n) => at(n.id).y);
  const left = xs.length ? xs.reduce((a, b) => Math.min(a, b), Infinity) - NODE.w / 2 - 20 : 0;
  const top = ys.length ? ys.reduce((a, b) => Math.min(a, b), Infinity) - NODE.h / 2 - (time ? 44 : 20) : 0;
  const right = xs.reduce((a, b) => Math.max(a, b), left) + NODE.w / 2 + 60;
  const bottom = ys.reduce((a, b) => Math.max(a, b), top) + NODE.h / 2 + 30;
  const marks = time ? axisMarks(time.scale, 0, time.scale.width, Math.max(2, Math.floor(time.scale.width / MARK_ROOM)), time.zone).map((m) => ({ ...m, x: round(m.x - left) })) : [];
  return {
    axis: time && { marks, label: axisWords(time.scale.from, time.zone) },
    width: right - left, height: bottom - top, title: 'Graph', bands: [],
    boxes: v.nodes.map((n) => ({ id: n.id, x: at(n.id).x - NODE.w / 2 - left, y: at(n.id).y - NODE.h / 2 - top, ...NODE, shape: SHAPES[n.kind] ?? 'box',
      title: `${notes.has(n.id) ? NOTE_SIGN : ''}${n.title}`, mark: notes.has(n.id) ? markColour(/** @type {import('./graph-notes.js').Mark} */ (notes.get(n.id))) : '', sub: n.sub, colour: n.colour, stub: n.stub, strong: n.kind === 'group', badge: n.more ? `+${n.more}` : '' })),
    lines: v.edges.map((e) => {
      const a = rim(at(e.to), at(e.from));
      const b = rim(at(e.from), at(e.to));
      return { path: `M${round(a.x - left)} ${round(a.y - top)}L${round(b.x - left)} ${round(b.y - top)}`, label: edgeWords(e), lx: round((a.x + b.x) / 2 - left + 20), ly: round((a.y + b.y) / 2 - top - 3),
        style: e.confidence, arrow: { x: round(b.x - left), y: round(b.y - top), angle: round((Math.atan2(b.y - a.y, b.x - a.x) * 180) / Math.PI) } };
    }),
  };
}

/** Where the line from one centre meets the box around the other. @param {{x: number, y: number}} from @param {{x: number, y: number}} to */
function rim(from, to) {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  if (dx === 0 && dy === 0) return to;
  const part = Math.min(Math.abs(NODE.w / 2 / (dx || 1e-9)), Math.abs(NODE.h / 2 / (dy || 1e-9)), 1);
  return { x: to.x - dx * part, y: to.y - dy * part };
}

/** @param {number} n */
function round(n) {
  return Math.round(n * 10) / 10;
}

/** @param {import('./graph-view.js').Visible} v @param {import('./graph-model.js').State} s @param {import('./graph-notes.js').Marks} [notes] @returns {import('./graph-text.js').PlainGraph} */
export function plainGraph(v, s, notes = new Map()) {
  return {
    nodes: v.nodes.map((n) => {
      const item = n.kind === 'group' ? undefined : s.nodes.get(n.id)?.item;
      const p = item?.process;
      const begun = p ?? item?.session;
      return { id: n.id, kind: n.kind, label: `${n.title}${n.sub && n.kind !== 'group' ? ` (${n.sub})` : ''}`, facts: {
        key: item?.key, host: p?.host_name ?? item?.session?.host_name, start: item ? begun?.start : n.start, startHint: begun?.start ? undefined : begun?.start_hint, user: p?.user_name ?? item?.session?.user_name, image: p?.image, pid: p?.pid,
        commandLine: p?.command_line, guid: p?.guid, logonId: item?.session?.logon_id, logonType: item?.session?.logon_type, sourceIp: item?.session?.source_ip, observed: p?.observed,
        sid: item?.user?.sid, members: n.kind === 'group' ? n.members.length : undefined,
        note: notes.get(n.id)?.words, noteColour: notes.get(n.id)?.colour } };
    }),
    edges: v.edges.map((e) => ({ from: e.from, to: e.to, type: e.type, confidence: e.confidence, label: e.count > 1 ? `× ${e.count}` : '' })),
  };
}

/** The nodes as a table. @param {import('./graph-view.js').Visible} v @param {import('./graph-model.js').State} s @param {import('./graph-notes.js').Marks} [notes] */
export function graphCSV(v, s, notes) {
  const g = plainGraph(v, s, notes);
  const names = ['key', 'host', 'start', 'startHint', 'user', 'image', 'pid', 'commandLine', 'guid', 'logonId', 'logonType', 'sourceIp', 'observed', 'sid', 'members', 'note', 'noteColour'];
  return csvText(['kind', 'label', ...names, 'relations'], g.nodes.map((n, i) => [n.kind, v.nodes[i].title, ...names.map((x) => n.facts?.[x]),
    g.edges.filter((e) => e.from === n.id || e.to === n.id).length]));
}

/** Nodes and relationships as JSON. @param {import('./graph-view.js').Visible} v @param {import('./graph-model.js').State} s */
export function graphJSON(v, s) {
  const shown = new Set(v.nodes.flatMap((n) => n.members));
  return JSON.stringify({ nodes: [...s.nodes].filter(([id]) => shown.has(id)).map(([, held]) => held.item), edges: v.edges }, null, 1);
}
