/**
 * The treegrid: a scroller that draws only the rows in view. The grid itself has
 * the focus and names its current row, so that a row may leave the page while scrolling.
 *
 * Events: "pg-row" {node, how: "key"|"click"} when the current row changes,
 * "pg-act" {what, node}, "pg-columns" when a width was changed.
 */
import { Element, html, nothing, render } from './lit.js';
import { RowSlots } from './row-slots.js';
import { rowId, treeRow } from './tree-row.js';
import { TreeKeys } from './tree-keys.js';
import { clampWidth, gridTemplate } from '../model/columns.js';
import { theNotes } from '../model/notes.js';
import { JUMP_EXTRA, moved, offsetToShow, rowsInView, spacerHeight, toScroll } from '../model/window.js';

/** Pixels of a row and of the head; the style sheet has the same. */
export const ROW_HEIGHT = 24;
const HEAD_HEIGHT = 26;
/** How long the pointer rests on a cell before it is looked whether the cell is cut, and the view before the rows around it are drawn. */
const REST = 120;

class TreeGrid extends Element {
  static properties = {
    model: { attribute: false }, columns: { attribute: false }, zone: {}, span: { attribute: false },
    words: { attribute: false }, narrow: { type: Boolean }, current: {},
  };

  constructor() {
    super();
    /** @type {import('../model/tree-model.js').TreeModel|null} */
    this.model = null;
    /** @type {import('../model/columns.js').Column[]} */
    this.columns = [];
    this.zone = 'UTC';
    /** @type {{from: number, to: number}|null} */
    this.span = null;
    /** @type {string[]} */
    this.words = [];
    this.narrow = false;
    this.current = '';
    this.offset = 0;
    this.top = 0;
    this.height = 600;
    this.keys = new TreeKeys();
    this.slots = new RowSlots(ROW_HEIGHT);
    /** @type {HTMLElement|null} what holds the rows */
    this.box = null;
    /** What the scroller was told last: where the rows begin, and the element of the current row. */
    this.shift = 0;
    this.active = '';
    this.onChange = () => this.keepPlace();
    this.settle = 0;
    this.resting = 0;
    this.filling = 0;
  }

  connectedCallback() {
    super.connectedCallback();
    this.sizes = new ResizeObserver(() => this.measure());
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes?.disconnect();
    this.model?.removeEventListener('change', this.onChange);
    clearTimeout(this.settle);
    clearTimeout(this.resting);
    clearTimeout(this.filling);
  }

  /** @returns {HTMLElement} */
  get scroller() {
    return /** @type {HTMLElement} */ (this.querySelector('.grid'));
  }

  /** @param {Map<string, any>} changed */
  willUpdate(changed) {
    if (changed.has('model')) {
      changed.get('model')?.removeEventListener('change', this.onChange);
      this.model?.addEventListener('change', this.onChange);
    }
  }

  firstUpdated() {
    this.sizes?.observe(this.scroller);
    this.measure();
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    if (changed.has('columns')) this.sizeColumns();
    this.drawRows(false);
  }

  /** Gives the widths of the columns to the style sheet. */
  sizeColumns() {
    this.scroller.style.setProperty('--cols', gridTemplate(this.columns));
    this.scroller.style.setProperty('--sum', `${this.columns.reduce((n, c) => n + c.width, 0)}px`);
  }

  measure() {
    const height = Math.max(0, this.scroller.clientHeight - HEAD_HEIGHT);
    if (height === this.height) return;
    this.height = height;
    this.requestUpdate();
  }

  get rows() {
    return this.model?.rows ?? [];
  }

  /** The height that all rows would have. */
  get virtual() {
    return this.rows.length * ROW_HEIGHT;
  }

  /** After the rows have changed: the row at the top stays at the top. */
  keepPlace() {
    const anchor = this.anchor;
    if (anchor && this.offset > 0) {
      const node = this.model?.nodes.get(anchor.id);
      if (node) this.offset = node.index * ROW_HEIGHT + anchor.rest;
    }
    this.offset = Math.min(this.offset, Math.max(0, this.virtual - this.height));
    this.requestUpdate();
    this.updateComplete.then(() => this.place());
  }

  /** Puts the scroll position where the offset belongs. */
  place() {
    if (!this.isConnected) return;
    const top = Math.round(toScroll(this.offset, this.virtual, this.height));
    if (Math.abs(top - this.scroller.scrollTop) >= 1) this.scroller.scrollTop = top;
    this.top = this.scroller.scrollTop;
    this.drawRows(true);
  }

  /** Scrolling draws the rows that come in, and does nothing else: the rest of the grid stays as it is. */
  onScroll() {
    const top = this.scroller.scrollTop;
    if (top === this.top) return;
    const before = this.offset;
    this.offset = moved({ top: this.top, offset: before }, top, this.virtual, this.height);
    this.top = top;
    this.rememberAnchor();
    // An update that is under way draws all.
    if (!this.isUpdatePending) this.drawMoved(Math.abs(this.offset - before) > this.height);
    if (spacerHeight(this.virtual) !== this.virtual) {
      clearTimeout(this.settle);
      this.settle = setTimeout(() => {
        // A scroll that has not been told of yet goes on from here.
        if (this.scroller?.scrollTop === this.top) this.place();
      }, 150);
    }
  }

  /** @param {boolean} jump all rows are new: first those in view, and those around them when the view rests */
  drawMoved(jump) {
    clearTimeout(this.filling);
    this.drawRows(true, jump ? JUMP_EXTRA : undefined);
    if (jump) this.filling = setTimeout(() => this.isConnected && this.drawRows(true), REST);
  }

  rememberAnchor() {
    const index = Math.floor(this.offset / ROW_HEIGHT);
    const node = this.rows[index];
    this.anchor = node ? { id: node.id, rest: this.offset - index * ROW_HEIGHT } : null;
  }

  /** Brings a row into view. @param {number} index @param {boolean} [centre] in the middle, when it is not in view */
  show(index, centre = false) {
    let to = offsetToShow(index, this.offset, this.height, ROW_HEIGHT);
    if (to === this.offset) return;
    if (centre) to = index * ROW_HEIGHT - this.height / 2;
    this.offset = Math.min(Math.max(0, to), Math.max(0, this.virtual - this.height));
    this.rememberAnchor();
    this.requestUpdate();
    this.updateComplete.then(() => this.place());
  }

  focusGrid() {
    this.scroller?.focus({ preventScroll: true });
  }

  /** @param {number} index @param {'key'|'click'} how */
  focusRow(index, how) {
    const node = this.rows[index];
    if (!node) return;
    this.current = node.id;
    this.show(index);
    this.dispatchEvent(new CustomEvent('pg-row', { detail: { node, how } }));
  }

  /** @param {string} what @param {import('../model/tree-node.js').TreeNode} node */
  act(what, node) {
    this.dispatchEvent(new CustomEvent('pg-act', { detail: { what, node } }));
  }

  /** @param {KeyboardEvent} e */
  onKey(e) {
    if (e.target !== this.scroller) return;
    const used = this.keys.handle(e, {
      rows: this.rows, current: this.model?.nodes.get(this.current)?.index ?? -1,
      page: Math.max(1, Math.floor(this.height / ROW_HEIGHT) - 1),
      focusRow: (i) => this.focusRow(i, 'key'), act: (what, n) => this.act(what, n),
    });
    if (used) e.preventDefault();
  }

  /** @param {Event} e */
  nodeOf(e) {
    const el = /** @type {Element} */ (e.target);
    const row = el.closest?.('.tr');
    return row ? this.rows[Number(row.getAttribute('data-index'))] : undefined;
  }

  /** @param {MouseEvent} e */
  onClick(e) {
    const node = this.nodeOf(e);
    if (!node || getSelection()?.toString()) return;
    const what = /** @type {Element} */ (e.target).closest('[data-act]')?.getAttribute('data-act');
    if (node.kind === 'more' || what === 'more') this.act('more', node);
    else if (what === 'toggle') this.act('toggle', node);
    else if (what === 'retry') this.act('retry', node);
    this.focusRow(node.index, 'click');
  }

  /** @param {MouseEvent} e */
  onDouble(e) {
    const node = this.nodeOf(e);
    if (!node || /** @type {Element} */ (e.target).closest('[data-act]')) return;
    this.act(node.kind === 'process' ? 'details' : 'toggle', node);
  }

  /** A cell that is cut tells its whole text. Its size is read when the pointer rests, not while rows pass under it. @param {MouseEvent} e */
  onOver(e) {
    clearTimeout(this.resting);
    const cell = /** @type {HTMLElement|null} */ (/** @type {Element} */ (e.target).closest?.('.td'));
    if (!cell) return;
    this.resting = setTimeout(() => {
      const text = cell.scrollWidth > cell.clientWidth ? (cell.textContent ?? '').trim() : '';
      if (cell.title !== text) cell.title = text;
    }, REST);
  }

  /** Drags a column's edge. @param {PointerEvent} e @param {import('../model/columns.js').Column} c */
  onResize(e, c) {
    e.preventDefault();
    e.stopPropagation();
    const handle = /** @type {HTMLElement} */ (e.currentTarget);
    handle.setPointerCapture(e.pointerId);
    const from = e.clientX - (handle.parentElement?.offsetWidth ?? c.width);
    const move = (/** @type {PointerEvent} */ m) => this.resizeTo(c, m.clientX - from, false);
    const end = () => {
      handle.removeEventListener('pointermove', move);
      this.resizeTo(c, null, true);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', end, { once: true });
  }

  /** @param {import('../model/columns.js').Column} c @param {number|null} width @param {boolean} done */
  resizeTo(c, width, done) {
    if (width !== null) c.width = clampWidth(c, width);
    this.sizeColumns();
    if (done) this.dispatchEvent(new CustomEvent('pg-columns', { detail: { id: c.id, width: c.width } }));
    this.requestUpdate();
  }

  /** @param {KeyboardEvent} e @param {import('../model/columns.js').Column} c */
  onResizeKey(e, c) {
    const step = e.key === 'ArrowLeft' ? -16 : e.key === 'ArrowRight' ? 16 : 0;
    if (step === 0) return;
    e.preventDefault();
    this.resizeTo(c, c.width + step, true);
  }

  head() {
    return html`<div class="thead tr" role="row" aria-rowindex="1">${this.columns.map((c) => html`
      <div role="columnheader" class="th c-${c.id}"><span>${c.title}${c.id === 'start' || c.id === 'end' ? html` <span class="zone">${this.zone}</span>` : nothing}</span><span
        class="grip" role="separator" tabindex="0" aria-orientation="vertical" aria-label="Width of ${c.title}"
        aria-valuenow=${c.width} aria-valuemin=${c.min} aria-valuemax="2000"
        @pointerdown=${(/** @type {PointerEvent} */ e) => this.onResize(e, c)} @keydown=${(/** @type {KeyboardEvent} */ e) => this.onResizeKey(e, c)}></span></div>`)}</div>`;
  }

  /**
   * All that a row shows. One that stands for others shows their number and how they are loaded.
   * @param {import('../model/tree-node.js').TreeNode} n
   */
  shown(n) {
    const of = n.kind === 'more' ? n.parent : null;
    const note = n.row ? theNotes.get('process', n.row.key) : n.host ? theNotes.get('host', n.host.key) : undefined;
    return [n, n.row, n.host, n.index, n.depth, n.position, n.open, n.loading, n.error, n.context, n.children.length, n.pinned.length, n.parent?.total, note,
      of?.loading, of?.error, of?.children.length, of?.pinned.length, of?.byImage,
      this.current === n.id, this.columns, this.zone, this.span, this.words, this.narrow];
  }

  /** Draws the rows in view into their box. @param {boolean} moved only the place differs @param {number} [extra] rows around them */
  drawRows(moved, extra) {
    const { rows } = this;
    const { first, last } = rowsInView(this.offset, this.height, ROW_HEIGHT, rows.length, extra);
    const ctx = {
      columns: this.columns, zone: this.zone, span: this.span, words: this.words, narrow: this.narrow, current: this.current,
    };
    const box = (this.box ??= /** @type {HTMLElement} */ (this.querySelector('.rows')));
    this.slots.draw(box, first, last, { shown: (i) => this.shown(rows[i]), draw: (i, slot) => render(treeRow(rows[i], ctx), slot) }, moved);
    const shift = this.slots.shift(this.top, this.offset);
    if (shift !== this.shift) box.style.transform = shift ? `translateY(${shift}px)` : '';
    this.shift = shift;
    this.tellCurrent(first, last);
  }

  /** Names the element of the current row, while there is one. @param {number} first @param {number} last */
  tellCurrent(first, last) {
    const current = this.model?.nodes.get(this.current);
    const active = current && current.index >= first && current.index < last ? rowId(current) : '';
    if (active === this.active) return;
    this.active = active;
    if (active) this.scroller.setAttribute('aria-activedescendant', active);
    else this.scroller.removeAttribute('aria-activedescendant');
  }

  render() {
    return html`<div class="grid" role="treegrid" tabindex="0" aria-label="Processes" aria-rowcount=${this.rows.length + 1} aria-colcount=${this.columns.length}
        @scroll=${this.onScroll} @keydown=${this.onKey} @click=${this.onClick} @dblclick=${this.onDouble} @mouseover=${this.onOver}>
      ${this.head()}
      <div class="spacer" role="presentation" .style=${`height:${spacerHeight(this.virtual)}px`}>
        <div class="rows" role="rowgroup"></div>
      </div>
    </div>`;
  }
}

customElements.define('pg-tree-grid', TreeGrid);
