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
