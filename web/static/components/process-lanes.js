/**
 * The lifetimes of processes as lanes under their tree, on an axis of time. Only the
 * rows in view are drawn.
 * Events: "pg-row" {key, how}, "pg-zoom" {span}, "pg-fold" {key}.
 */
import { Element, html, nothing, svg } from './lit.js';
import { timeAxis } from './time-axis.js';
import { barPlace, momentAt, pan, zoom } from '../model/scale.js';
import { offsetToShow, rowsInView } from '../model/window.js';
import { kindOf } from '../model/kinds.js';
import { lifeOf, spanOfLives } from '../model/lifetime.js';
import { cut, visible } from '../model/escapes.js';
import { count, counted, pidBeside, processName, shortHost } from '../model/words.js';
import { duration, stamp } from '../model/time.js';

export const ROW = 20;
const AXIS = 20;
const STEP = 12;
const MAX_INDENT = 12;
/** The most bars in one row. */
const MOST_BARS = 300;

/** @typedef {import('../model/types.js').ProcessRow} ProcessRow */

class ProcessLanes extends Element {
  static properties = {
    rows: { attribute: false }, span: { attribute: false }, bounds: { attribute: false }, zone: {}, current: {}, hosts: { type: Boolean },
    width: { state: true }, top: { state: true }, high: { state: true }, drag: { state: true }, whole: { type: Boolean },
  };

  constructor() {
    super();
    /** @type {import('../model/lanes.js').LaneRow<ProcessRow>[]} */
    this.rows = [];
    /** @type {import('../model/scale.js').Span} */
    this.span = { from: 0, to: 1 };
    this.bounds = this.span;
    this.zone = 'UTC';
    this.current = '';
    this.hosts = false;
    this.width = 900;
    this.top = 0;
    this.high = 400;
    /** @type {{x: number, to: number}|null} */
    this.drag = null;
    /** All rows are drawn: for a picture to save. */
    this.whole = false;
  }

  connectedCallback() {
    super.connectedCallback();
    this.sizes = new ResizeObserver(() => this.measure());
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes?.disconnect();
  }

  firstUpdated() {
    // Not passive: with Ctrl or Shift the wheel is the axis's.
    this.box?.addEventListener('wheel', (e) => this.onWheel(/** @type {WheelEvent} */ (e)), { passive: false });
    this.measure();
  }

  get box() {
    return /** @type {HTMLElement|null} */ (this.querySelector('.lane-rows'));
  }

  measure() {
    this.width = Math.max(320, (this.box?.clientWidth ?? this.clientWidth) || 320);
    this.high = this.box?.clientHeight ?? 400;
  }

  get label() {
    return Math.min(330, Math.floor(this.width * 0.36));
  }

  get axisWidth() {
    return this.width - this.label;
  }

  /** @param {import('../model/scale.js').Span} span */
  zoomTo(span) {
    this.dispatchEvent(new CustomEvent('pg-zoom', { detail: { span } }));
  }

  /** @param {number} x in the component */
  moment(x) {
    return momentAt(x - this.label, this.span, this.axisWidth);
  }

  /** @param {WheelEvent} e */
  onWheel(e) {
    if (!e.ctrlKey && !e.shiftKey) return;
    e.preventDefault();
    const delta = e.deltaY || e.deltaX;
    const x = e.clientX - this.getBoundingClientRect().left;
    if (e.ctrlKey) this.zoomTo(zoom(this.span, this.moment(Math.max(this.label, x)), delta > 0 ? 1.25 : 0.8, this.bounds));
    else this.zoomTo(pan(this.span, delta > 0 ? 0.1 : -0.1, this.bounds));
  }

  /** @param {number} step */
  move(step) {
    const at = this.rows.findIndex((r) => r.row.key === this.current);
    const to = Math.min(this.rows.length - 1, Math.max(0, at < 0 ? 0 : at + step));
    this.pick(to, 'key');
  }

  /** @param {number} index @param {string} how */
  pick(index, how) {
    const r = this.rows[index];
    if (!r) return;
    if (this.box) this.box.scrollTop = offsetToShow(index, this.box.scrollTop, this.high, ROW);
    this.dispatchEvent(new CustomEvent('pg-row', { detail: { key: r.row.key, how } }));
  }

  /** @param {KeyboardEvent} e */
  onKey(e) {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const page = Math.max(1, Math.floor(this.high / ROW) - 1);
    const middle = (this.span.from + this.span.to) / 2;
    /** @type {Record<string, () => void>} */
    const keys = {
      ArrowDown: () => this.move(1), ArrowUp: () => this.move(-1), PageDown: () => this.move(page), PageUp: () => this.move(-page), Home: () => this.pick(0, 'key'), End: () => this.pick(this.rows.length - 1, 'key'),
      ArrowRight: () => (e.shiftKey ? this.zoomTo(pan(this.span, 0.2, this.bounds)) : this.foldKey(false)), ArrowLeft: () => (e.shiftKey ? this.zoomTo(pan(this.span, -0.2, this.bounds)) : this.foldKey(true)),
      Enter: () => this.dispatchEvent(new CustomEvent('pg-row', { detail: { key: this.current, how: 'open' } })),
      '+': () => this.zoomTo(zoom(this.span, middle, 0.5, this.bounds)), '=': () => this.zoomTo(zoom(this.span, middle, 0.5, this.bounds)), '-': () => this.zoomTo(zoom(this.span, middle, 2, this.bounds)), 0: () => this.zoomTo(this.bounds),
    };
    if (!keys[e.key]) return;
    e.preventDefault();
    keys[e.key]();
  }

  /** @param {boolean} close */
  foldKey(close) {
    const r = this.rows.find((x) => x.row.key === this.current);
    if (r && close === (r.below === 0 && !r.alike.length)) this.tellFold(r);
  }

  /** @param {import('../model/lanes.js').LaneRow<ProcessRow>} r */
  tellFold(r) {
    this.dispatchEvent(new CustomEvent('pg-fold', { detail: { key: r.row.key, group: r.group } }));
  }

  /** @param {PointerEvent} e */
  onDown(e) {
    const x = e.clientX - this.getBoundingClientRect().left;
    if (e.button !== 0 || x < this.label) return;
    this.drag = { x, to: x };
  }

  /** @param {PointerEvent} e */
  onMove(e) {
    if (this.drag) this.drag = { x: this.drag.x, to: e.clientX - this.getBoundingClientRect().left };
  }

  onUp() {
    const d = this.drag;
    this.drag = null;
    if (d && Math.abs(d.to - d.x) > 6) {
      this.moved = true;
      this.zoomTo({ from: this.moment(Math.min(d.x, d.to)), to: this.moment(Math.max(d.x, d.to)) });
    }
  }

  /** @param {number} index */
  onClick(index) {
    if (this.moved) this.moved = false;
    else this.pick(index, 'click');
  }

  /** @param {ProcessRow} p */
  words(p) {
    const t = lifeOf(p);
    const length = t.exact ? duration(t.to - t.from) : p.end_not_after ? `ended until ${stamp(p.end_not_after, this.zone)}` : 'no end recorded';
    return visible([processName(p), pidBeside(p) && `PID ${p.pid}`, p.host_name ?? '', p.user_name ?? '', p.start ? stamp(p.start, this.zone) : p.start_hint ? `about ${stamp(p.start_hint, this.zone)}` : 'start not recorded', length, cut(p.command_line ?? '', 300)].filter(Boolean).join(', '));
  }

  /** @param {number} i */
  row(i) {
    const { row: p, below, alike } = this.rows[i];
    const y = i * ROW;
    const depth = Math.min(p.depth ?? 0, MAX_INDENT);
    const t = lifeOf(p);
    const bars = this.bars(alike.length ? alike : [p], y);
    const x = 8 + depth * STEP;
    const folds = below > 0 || alike.length > 0 || (this.rows[i + 1]?.row.depth ?? 0) > (p.depth ?? 0);
    const name = alike.length ? `${processName(p)} × ${count(alike.length)}${this.hosts && !(p.depth ?? 0) ? ` · ${shortHost(p.host_name ?? '')}` : ''}` : `${processName(p)}${pidBeside(p) && ` ${p.pid}`}${this.hosts && !(p.depth ?? 0) ? ` · ${shortHost(p.host_name ?? '')}` : ''}`;
    const cls = `lane-row${p.observed ? '' : ' stub'}${p.match ? '' : ' dim'}${p.key === this.current ? ' current' : ''}${p.flags?.length ? ' flagged' : ''}`;
    return svg`<g class=${cls} role="treeitem" id=${`lane-${i}`} data-key=${p.key} aria-level=${(p.depth ?? 0) + 1} aria-selected=${p.key === this.current} aria-expanded=${folds ? String(below === 0 && !alike.length) : nothing} @click=${() => this.onClick(i)} @dblclick=${() => this.pick(i, 'open')}>
      <title>${alike.length ? this.wordsOfAll(alike) : this.words(p)}</title><rect class="row-ground" x="0" y=${y} width=${this.width} height=${ROW}></rect>
      ${folds ? svg`<text class="twist" x=${x - 2} y=${y + 14} @click=${(/** @type {Event} */ e) => { e.stopPropagation(); this.tellFold(this.rows[i]); }}>${below || alike.length ? '▸' : '▾'}</text>` : nothing}
      <text class="name" x=${x + 10} y=${y + 14}>${visible(cut(name, Math.max(6, Math.floor((this.label - x - 16) / 6.6))))}${below ? svg`<tspan class="below"> +${below}</tspan>` : nothing}</text>
      ${bars.length ? bars : this.away(t, y)}</g>`;
  }

  /** The bars of the lives that fall into what is shown, of very many only some. @param {ProcessRow[]} list @param {number} y */
  bars(list, y) {
    const step = Math.ceil(list.length / MOST_BARS);
    return list.flatMap((p, i) => {
      const t = lifeOf(p);
      const at = i % step ? null : barPlace(t.from, t.to, this.span, this.axisWidth);
      return at ? [svg`<rect class=${`life colour-k-${kindOf(p.image)}${p.start ? '' : ' hint'}${p.end ? '' : ' open'}`} x=${this.label + at.x} y=${y + 5} width=${at.w} height=${ROW - 10} rx="2"></rect>`] : [];
    });
  }

  /** @param {ProcessRow[]} list */
  wordsOfAll(list) {
    const span = spanOfLives(list);
    const at = (/** @type {number} */ ms) => stamp(new Date(ms).toISOString(), this.zone);
    return visible([`${count(list.length)} × ${processName(list[0])}`, list[0].host_name ?? '', span ? `from ${at(span.from)} to ${at(span.to)}` : '', 'Right arrow shows each'].filter(Boolean).join(', '));
  }

  /** A sign that the life lies outside of what is shown. @param {{from: number, to: number}} t @param {number} y */
  away(t, y) {
    const earlier = t.to < this.span.from;
    return svg`<text class="away" x=${earlier ? this.label + 4 : this.width - 6} y=${y + 14} text-anchor=${earlier ? 'start' : 'end'}>${earlier ? '◂' : '▸'}</text>`;
  }

  render() {
    const n = this.rows.length;
    const { first, last } = this.whole ? { first: 0, last: n } : rowsInView(this.top, this.high, ROW, n);
    const rows = [];
    for (let i = first; i < last; i++) rows.push(this.row(i));
    const at = this.rows.findIndex((r) => r.row.key === this.current);
    const d = this.drag;
    return html`<div class="lane-axis"><svg width=${this.width} height=${AXIS} aria-hidden="true"><text class="zone" x="8" y="14">${this.zone}, ${counted(n, 'row')}</text>${timeAxis(this.span, { x: this.label, width: this.axisWidth, top: 2, bottom: AXIS }, this.zone)}</svg></div>
      <div class="lane-rows" tabindex="0" role="tree" aria-label="Lifetimes of processes" aria-activedescendant=${at >= first && at < last ? `lane-${at}` : nothing} @keydown=${this.onKey} @scroll=${(/** @type {Event} */ e) => { this.top = /** @type {HTMLElement} */ (e.target).scrollTop; }}
        @pointerdown=${this.onDown} @pointermove=${this.onMove} @pointerup=${this.onUp} @pointerleave=${() => { this.drag = null; }}>
        <svg class="process-lanes" role="presentation" width=${this.width} height=${Math.max(ROW, n * ROW)}>${timeAxisLines(this.span, this.label, this.axisWidth, n * ROW, this.zone)}${rows}
        ${d ? svg`<rect class="brush" data-page-only x=${Math.min(d.x, d.to)} y="0" width=${Math.abs(d.to - d.x)} height=${n * ROW}></rect>` : nothing}</svg></div>`;
  }
}

/** @param {import('../model/scale.js').Span} span @param {number} x @param {number} width @param {number} bottom @param {string} zone */
function timeAxisLines(span, x, width, bottom, zone) {
  return svg`<g class="lines-only">${timeAxis(span, { x, width, top: 0, bottom }, zone)}</g>`;
}

customElements.define('pg-process-lanes', ProcessLanes);
