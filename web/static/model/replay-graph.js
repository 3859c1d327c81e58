/**
 * The processes of a replay as a graph that grows: each node gets its place when it
 * comes and keeps it as long as it is there, so that nothing jumps. Pure.
 *
 * @typedef {import('./replay-model.js').TreeRow} TreeRow
 * @typedef {import('./graph-view.js').Visible} Visible
 * @typedef {import('./graph-layout.js').Places} Places
 */
import { emptyState, withItems } from './graph-model.js';
import { STEP } from './graph-layout.js';
import { visibleOf } from './graph-view.js';
import { idOf } from './path-model.js';

/**
 * The rows without the branches whose top waits for its parent: it would move when that comes.
 * @param {TreeRow[]} rows in pre-order @param {Set<string>} waiting keys @returns {TreeRow[]}
 */
export function settledRows(rows, waiting) {
  let waits = false;
  return rows.filter((r) => {
    if (r.depth === 0) waits = waiting.has(r.key);
    return !waits;
  });
}

/** @param {TreeRow[]} rows @param {string} zone @returns {Visible} */
export function graphOf(rows, zone) {
  const state = withItems(emptyState(), rows.map((r) => ({ id: idOf('process', r.key), node_kind: 'process', key: r.key, process: r.row })));
  const { nodes, edges } = visibleOf(state, { hide: new Set(), group: false, open: new Set(), zone });
  return { nodes: nodes.map((n, i) => ({ ...n, more: 0, faded: rows[i].state === 'ended' })), edges };
}

/**
 * The places of a tree that grows from left to right: a child stands right of its
 * parent, the first in its row, others below, where nothing stands beside them.
 */
export class GrowingPlaces {
  constructor() {
    /** @type {Map<string, {row: number, column: number}>} by process key */
    this.at = new Map();
  }

  /**
   * Places for rows in pre-order; those of rows that have left are free again.
   * @param {TreeRow[]} rows @returns {Places} by node id
   */
  place(rows) {
    const there = new Map(rows.map((r) => [r.key, r.depth]));
    for (const [key, p] of this.at) if (there.get(key) !== p.column) this.at.delete(key);
    /** @type {Map<number, number>} the right-most column that is taken in each row */
    const taken = new Map();
    for (const p of this.at.values()) taken.set(p.row, Math.max(taken.get(p.row) ?? -1, p.column));
    /** @type {Places} */
    const places = new Map();
    /** @type {number[]} the rows of the ancestors */
    const path = [];
    for (const { key, depth } of rows) {
      let p = this.at.get(key);
      if (!p) {
        p = { row: depth === 0 ? free(taken, 0, 0, -1) : free(taken, path[depth - 1] ?? 0, depth, path[depth - 1] ?? -1), column: depth };
        this.at.set(key, p);
        taken.set(p.row, Math.max(taken.get(p.row) ?? -1, depth));
      }
      path[depth] = p.row;
      places.set(idOf('process', key), { x: p.column * STEP.x, y: p.row * STEP.y });
    }
    return places;
  }
}

/**
 * The first row where nothing stands at a column, to its right, or just left of it, save the parent.
 * @param {Map<number, number>} taken @param {number} from @param {number} column @param {number} parent its row
 */
function free(taken, from, column, parent) {
  for (let row = from; ; row++) {
    const right = taken.get(row) ?? -1;
    if (right < column - 1 || (right === column - 1 && (row === parent || column === 0))) return row;
  }
}
