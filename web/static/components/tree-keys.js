/**
 * The keyboard of the treegrid, after the WAI-ARIA practices.
 *
 * @typedef {import('../model/tree-node.js').TreeNode} TreeNode
 * @typedef {object} KeyTarget
 * @property {TreeNode[]} rows
 * @property {number} current index, -1 for none
 * @property {number} page rows in a page
 * @property {(index: number) => void} focusRow
 * @property {(what: 'toggle'|'expand'|'collapse'|'expand-all'|'siblings'|'more'|'details', n: TreeNode) => void} act
 */
import { expandable } from '../model/tree-node.js';
import { processName } from '../model/words.js';

/** How long a pause ends a word typed to find a row. */
const TYPE_PAUSE = 800;

/** How long after "g" a letter names a view. */
const LEADER_PAUSE = 1200;

export class TreeKeys {
  constructor() {
    this.typed = '';
    this.typedAt = 0;
    this.ledAt = -Infinity;
  }

  /**
   * @param {KeyboardEvent} e @param {KeyTarget} t
   * @returns {boolean} whether the key was used
   */
  handle(e, t) {
    if (e.altKey || e.metaKey || t.rows.length === 0) return false;
    const at = Math.max(0, t.current);
    const node = t.rows[at];
    if (e.ctrlKey && e.key !== 'Home' && e.key !== 'End') return false;
    // A key that goes elsewhere ends the word that was being typed.
    if (e.key.length > 1 && e.key !== 'Shift') this.typed = '';
    switch (e.key) {
      case 'ArrowDown': t.focusRow(t.current < 0 ? 0 : Math.min(t.rows.length - 1, at + 1)); return true;
      case 'ArrowUp': t.focusRow(Math.max(0, at - 1)); return true;
      case 'PageDown': t.focusRow(Math.min(t.rows.length - 1, at + t.page)); return true;
      case 'PageUp': t.focusRow(Math.max(0, at - t.page)); return true;
      case 'Home': t.focusRow(0); return true;
      case 'End': t.focusRow(t.rows.length - 1); return true;
      case 'ArrowRight': return this.right(e.shiftKey, node, at, t);
      case 'ArrowLeft': return this.left(node, t);
      case '+': t.act('expand', node); return true;
      case '-': t.act('collapse', node); return true;
      case '*': t.act('siblings', node); return true;
      case 'Enter': t.act(node.kind === 'more' ? 'more' : node.kind === 'host' ? 'toggle' : 'details', node); return true;
      case ' ': t.act(node.kind === 'more' ? 'more' : 'toggle', node); return true;
    }
    return this.type(e, at, t);
  }

  /** @param {boolean} all @param {TreeNode} node @param {number} at @param {KeyTarget} t */
  right(all, node, at, t) {
    if (node.kind === 'more') t.act('more', node);
    else if (all) t.act('expand-all', node);
    else if (expandable(node) && !node.open) t.act('expand', node);
    else if (node.open && t.rows[at + 1]?.parent === node) t.focusRow(at + 1);
    return true;
  }

  /** @param {TreeNode} node @param {KeyTarget} t */
  left(node, t) {
    if (node.open && expandable(node)) t.act('collapse', node);
    else if (node.parent && node.parent.kind !== 'root') t.focusRow(node.parent.index);
    return true;
  }

  /** Finds the next row whose name begins with what was typed. @param {KeyboardEvent} e @param {number} at @param {KeyTarget} t */
  type(e, at, t) {
    if (e.ctrlKey || e.key.length !== 1 || e.key === '/' || e.key === '?') return false;
    // When the key was pressed, not when a busy page came to it.
    const now = e.timeStamp;
    // p and d lead to the lineage, g and a letter to a view, as everywhere; within a word, or with Shift, they are letters.
    const goesOn = this.typed !== '' && now - this.typedAt <= TYPE_PAUSE;
    const led = now - this.ledAt < LEADER_PAUSE;
    this.ledAt = !led && !goesOn && e.key === 'g' ? now : -Infinity;
    if (led || (!goesOn && (e.key === 'p' || e.key === 'd' || e.key === 'g'))) return false;
    this.typed = now - this.typedAt > TYPE_PAUSE ? e.key.toLowerCase() : this.typed + e.key.toLowerCase();
    this.typedAt = now;
    const same = [...this.typed].every((c) => c === this.typed[0]);
    const want = same ? this.typed[0] : this.typed;
    const from = same ? at + 1 : at;
    for (let i = 0; i < t.rows.length; i++) {
      const index = (from + i) % t.rows.length;
      const n = t.rows[index];
      const name = n.row ? processName(n.row) : n.host?.name ?? '';
      if (name.toLowerCase().startsWith(want)) {
        t.focusRow(index);
        break;
      }
    }
    return true;
  }
}
