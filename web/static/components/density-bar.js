/**
 * An overview of a span of time: how much happened when, with a brush to choose a
 * part of it, or a mark to go to a moment.
 * Events: "pg-brush" {from, to} in milliseconds, or null for none; "pg-seek" {ms}.
 */
import { Element, html, nothing, svg } from './lit.js';
import { timeAxis } from './time-axis.js';
import { clampSpan, momentAt, placeOf, writeMoment } from '../model/scale.js';
import { count, counted } from '../model/words.js';
import { stamp } from '../model/time.js';

const HEIGHT = 74;
const AXIS = 14;
/** Pixels that a press must move to be a brush. */
const MOVED = 4;

class DensityBar extends Element {
  static properties = {
    counts: { attribute: false }, span: { attribute: false }, brush: { attribute: false }, mark: { attribute: false },
    zone: {}, mode: {}, width: { state: true }, drag: { state: true },
  };

  constructor() {
    super();
    /** @type {number[]} */
    this.counts = [];
    /** @type {import('../model/scale.js').Span} */
    this.span = { from: 0, to: 1 };
    /** @type {import('../model/scale.js').Span|null} */
    this.brush = null;
    /** @type {number|null} */
    this.mark = null;
    this.zone = 'UTC';
    /** @type {'brush'|'seek'} */
    this.mode = 'brush';
    this.width = 600;
    /** @type {{x: number, to: number}|null} */
    this.drag = null;
  }

  connectedCallback() {
    super.connectedCallback();
    this.sizes = new ResizeObserver(() => {
      this.width = Math.max(120, this.clientWidth);
    });
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes?.disconnect();
  }

  /** @param {PointerEvent} e */
  x(e) {
    return e.clientX - /** @type {SVGElement} */ (this.querySelector('svg')).getBoundingClientRect().left;
  }

  /** @param {PointerEvent} e */
  onDown(e) {
    if (e.button !== 0) return;
    /** @type {Element} */ (e.currentTarget).setPointerCapture(e.pointerId);
    const x = this.x(e);
    this.drag = { x, to: x };
    if (this.mode === 'seek') this.seek(momentAt(x, this.span, this.width));
  }

  /** @param {PointerEvent} e */
  onMove(e) {
    if (!this.drag) return;
    this.drag = { x: this.drag.x, to: this.x(e) };
  }

  onUp() {
    const d = this.drag;
    this.drag = null;
    if (!d) return;
    if (this.mode === 'seek') this.seek(momentAt(d.to, this.span, this.width));
    else if (Math.abs(d.to - d.x) < MOVED) this.send(null);
    else this.send({ from: momentAt(Math.min(d.x, d.to), this.span, this.width), to: momentAt(Math.max(d.x, d.to), this.span, this.width) });
  }

  /** @param {number} ms */
  seek(ms) {
    this.dispatchEvent(new CustomEvent('pg-seek', { detail: { ms } }));
  }

  /** @param {import('../model/scale.js').Span|null} span */
  send(span) {
    this.dispatchEvent(new CustomEvent('pg-brush', { detail: span && clampSpan(span, this.span) }));
  }

  /** The arrows move an end of the brush, or the mark. @param {KeyboardEvent} e @param {'from'|'to'|'mark'} which */
  onKey(e, which) {
    const length = this.span.to - this.span.from;
    const steps = /** @type {Record<string, number>} */ ({ ArrowLeft: -0.01, ArrowDown: -0.01, ArrowRight: 0.01, ArrowUp: 0.01, PageDown: -0.1, PageUp: 0.1, Home: -1, End: 1 });
    if (e.key in steps) {
      e.preventDefault();
      e.stopPropagation();
      const by = steps[e.key] * length * (e.shiftKey ? 0.1 : 1);
      if (which === 'mark') this.seek(Math.min(this.span.to, Math.max(this.span.from, (this.mark ?? this.span.from) + by)));
      else this.moveEnd(which, by);
    } else if (e.key === 'Delete' && which !== 'mark') {
      this.send(null);
    }
  }

  /** @param {'from'|'to'} which @param {number} by */
  moveEnd(which, by) {
    const now = this.brush ?? this.span;
    const least = (this.span.to - this.span.from) / 1000;
    if (which === 'from') this.send({ from: Math.max(this.span.from, Math.min(now.from + by, now.to - least)), to: now.to });
    else this.send({ from: now.from, to: Math.min(this.span.to, Math.max(now.to + by, now.from + least)) });
  }

  bars() {
    const most = Math.max(1, ...this.counts);
    const w = this.width / Math.max(1, this.counts.length);
    const tall = HEIGHT - AXIS - 4;
    return this.counts.map((n, i) => {
      if (!n) return nothing;
      // The root lets a single event be seen beside thousands.
      const h = Math.max(2, Math.sqrt(n / most) * tall);
      return svg`<rect class="density" x=${i * w} y=${HEIGHT - h} width=${Math.max(1, w - 0.6)} height=${h}><title>${counted(n, 'start')}</title></rect>`;
    });
  }

  /** @param {'from'|'to'|'mark'} which @param {number} ms @param {string} name */
  thumb(which, ms, name) {
    const x = placeOf(ms, this.span, this.width);
    return svg`<g class="thumb thumb-${which}" role="slider" tabindex="0" aria-label=${name} aria-orientation="horizontal" aria-valuemin=${this.span.from} aria-valuemax=${this.span.to} aria-valuenow=${Math.round(ms)} aria-valuetext=${stamp(writeMoment(ms), this.zone)}
      data-page-only=${which === 'mark' ? nothing : ''} @keydown=${(/** @type {KeyboardEvent} */ e) => this.onKey(e, which)}><line x1=${x} x2=${x} y1="0" y2=${HEIGHT}></line><rect x=${x - 4} y=${HEIGHT / 2 - 10} width="8" height="20" rx="3"></rect></g>`;
  }

  render() {
    const d = this.drag;
    const b = this.mode === 'seek' ? null : d ? { from: momentAt(Math.min(d.x, d.to), this.span, this.width), to: momentAt(Math.max(d.x, d.to), this.span, this.width) } : this.brush;
    const x1 = b ? Math.max(0, placeOf(b.from, this.span, this.width)) : 0;
    const x2 = b ? Math.min(this.width, placeOf(b.to, this.span, this.width)) : 0;
    const total = this.counts.reduce((n, c) => n + c, 0);
    return html`<svg class="density-bar mode-${this.mode}" width=${this.width} height=${HEIGHT} role="group" aria-label=${`${count(total)} process starts over time`} @pointerdown=${this.onDown} @pointermove=${this.onMove} @pointerup=${this.onUp} @pointercancel=${() => { this.drag = null; }}>
      <rect class="ground" width=${this.width} height=${HEIGHT}></rect>${timeAxis(this.span, { x: 0, width: this.width, top: 0, bottom: HEIGHT }, this.zone)}${this.bars()}
      ${b ? svg`<rect class="outside" x="0" y="0" width=${x1} height=${HEIGHT}></rect><rect class="outside" x=${x2} y="0" width=${Math.max(0, this.width - x2)} height=${HEIGHT}></rect><rect class="brush" x=${x1} y="0.5" width=${Math.max(1, x2 - x1)} height=${HEIGHT - 1}></rect>` : nothing}
      ${this.mode === 'seek' ? this.thumb('mark', this.mark ?? this.span.from, 'Position') : [this.thumb('from', b?.from ?? this.span.from, 'Begin of the chosen time'), this.thumb('to', b?.to ?? this.span.to, 'End of the chosen time')]}</svg>`;
  }
}

customElements.define('pg-density-bar', DensityBar);
