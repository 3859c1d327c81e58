/**
 * Lanes: stretches of time side by side, each on the first lane that is free. Pure.
 *
 * @typedef {{from: number, to: number}} Stretch
 */

/** The most lanes of one group: what does not fit is drawn on the last. */
export const MAX_LANES = 40;

/**
 * @template {Stretch} T
 * @param {T[]} items
 * @param {number} gap the least time between two on one lane
 * @returns {{lanes: {item: T, lane: number}[], count: number, crowded: number}} crowded: how many had to overlap
 */
export function packLanes(items, gap) {
  const sorted = [...items].sort((a, b) => a.from - b.from || a.to - b.to);
  /** @type {number[]} the end of each lane */
  const ends = [];
  let crowded = 0;
  const lanes = sorted.map((item) => {
    let lane = ends.findIndex((end) => end + gap <= item.from);
    if (lane < 0 && ends.length < MAX_LANES) lane = ends.length;
    if (lane < 0) {
      lane = MAX_LANES - 1;
      crowded++;
    }
    ends[lane] = Math.max(ends[lane] ?? -Infinity, item.to);
    return { item, lane };
  });
  return { lanes, count: ends.length, crowded };
}

/** So many siblings of one image are drawn in one row. */
export const ALIKE = 4;

/**
 * @template {{key: string, depth?: number, host?: string, image?: string, match?: boolean, flags?: string[]}} R
 * @typedef {{row: R, below: number, group: string, alike: R[]}} LaneRow below: rows hidden under a closed one; group: of siblings of one image, "" for none;
 *   alike: all of the group where the row stands for them
 */

/**
 * Rows in pre-order with siblings of one image in one row each, where nothing is below them and nothing is remarked about them.
 * @template {{key: string, depth?: number, host?: string, image?: string, match?: boolean, flags?: string[]}} R
 * @param {R[]} rows @param {Set<string>} opened groups whose rows are drawn one by one @param {string} current the key of a row that is drawn by itself
 * @returns {{rows: R[], groups: Map<string, string>, alike: Map<string, R[]>}} groups: the group of each of its rows; alike: what each row stands for, by keys
 */
export function foldAlike(rows, opened, current) {
  /** @type {Map<string, R[]>} */
  const found = new Map();
  /** @type {string[]} */
  const path = [];
  rows.forEach((row, i) => {
    const depth = row.depth ?? 0;
    path.length = depth;
    path[depth] = row.key;
    if (!row.image || row.flags?.length || (rows[i + 1]?.depth ?? 0) > depth) return;
    const group = [path[depth - 1] ?? row.host ?? '', row.match === false ? 'above' : '', row.image.toLowerCase()].join('\n');
    const list = found.get(group);
    if (list) list.push(row);
    else found.set(group, [row]);
  });
  /** @type {Map<string, string>} */
  const groups = new Map();
  /** @type {Map<string, R[]>} */
  const alike = new Map();
  /** @type {Set<R>} */
  const gone = new Set();
  for (const [group, list] of found) {
    if (list.length < ALIKE) continue;
    for (const r of list) groups.set(r.key, group);
    if (opened.has(group) || list.some((r, i) => i > 0 && r.key === current)) continue;
    alike.set(list[0].key, list);
    for (const r of list.slice(1)) gone.add(r);
  }
  return { rows: gone.size ? rows.filter((r) => !gone.has(r)) : rows, groups, alike };
}

/**
 * Rows in pre-order without those below closed ones.
 * @template {{key: string, depth?: number}} R
 * @param {R[]} rows @param {Set<string>} closed keys @returns {{row: R, below: number}[]} below: rows hidden under a closed one
 */
export function openRows(rows, closed) {
  const out = [];
  for (let i = 0; i < rows.length; i++) {
    const row = rows[i];
    let below = 0;
    if (closed.has(row.key)) {
      while (i + 1 < rows.length && (rows[i + 1].depth ?? 0) > (row.depth ?? 0)) {
        i++;
        below++;
      }
    }
    out.push({ row, below });
  }
  return out;
}
