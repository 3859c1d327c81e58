/**
 * A picture of boxes and lines, drawn as SVG: zoom, keys from box to box, choice.
 * Events: "pg-node" {id, how: "click"|"key"|"open"}.
 */
import { Element, html, nothing, svg } from './lit.js';
import { fitting, lineStyle, outline } from '../model/picture.js';
import { cut, visible } from '../model/escapes.js';

const ZOOMS = [0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1, 1.25, 1.6, 2];

class Picture extends Element {
  static properties = { picture: { attribute: false }, current: {}, marked: {}, labels: { attribute: false }, name: {}, zoom: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/picture.js').Picture|null} */
    this.picture = null;
    this.current = '';
    /** the box at the one end of a path */
    this.marked = '';
    /** @type {(id: string) => string} the whole of a box in words */
    this.labels = () => '';
    this.name = 'Picture';
    this.zoom = 1;
    this.shownFor = '';
  }

  get scroller() {
    return /** @type {HTMLElement|null} */ (this.querySelector('.picture'));
  }

  /** @param {string} id */
  box(id) {
    return this.picture?.boxes.find((b) => b.id === id);
  }

  /** @param {Map<string, any>} changed */
  updated(changed) {
    // The first sight of a picture has its current box in the middle; later it moves only as far as it must.
    if (changed.has('picture') && this.picture && this.shownFor !== this.name) {
      this.shownFor = this.name;
      this.show(this.current, true);
    } else if (changed.has('current')) {
      this.show(this.current, false);
    }
    this.onScroll();
  }

  /** Brings a box into view. @param {string} id @param {boolean} middle */
  show(id, middle) {
    const b = this.box(id);
    const s = this.scroller;
    if (!b || !s) return;
    const [x, y, w, h] = [b.x, b.y, b.w, b.h].map((v) => v * this.zoom);
    if (middle) {
      s.scrollTo(x + w / 2 - s.clientWidth / 2, y + h / 2 - s.clientHeight / 2);
      return;
    }
    if (x < s.scrollLeft) s.scrollLeft = x - 20;
    else if (x + w > s.scrollLeft + s.clientWidth) s.scrollLeft = x + w - s.clientWidth + 40;
    if (y < s.scrollTop) s.scrollTop = y - 20;
    else if (y + h > s.scrollTop + s.clientHeight) s.scrollTop = y + h - s.clientHeight + 20;
  }

  /** The names of the bands stay in view. */
  onScroll() {
    const left = (this.scroller?.scrollLeft ?? 0) / this.zoom;
    this.querySelectorAll('.band text').forEach((t) => t.setAttribute('x', String(left + 10)));
  }

  /** @param {number} to the factor, or 0 for all in view */
  async setZoom(to) {
    const s = this.scroller;
    if (!s || !this.picture) return;
    this.zoom = to || Math.min(1, Math.max(ZOOMS[0], Math.min((s.clientWidth - 4) / this.picture.width, (s.clientHeight - 4) / this.picture.height)));
    await this.updateComplete;
    this.show(this.current, true);
  }

  /** @param {1|-1} way */
  step(way) {
    const next = way > 0 ? ZOOMS.find((z) => z > this.zoom + 0.001) : [...ZOOMS].reverse().find((z) => z < this.zoom - 0.001);
    if (next) this.setZoom(next);
  }

  /** @param {string} id @param {string} how */
  choose(id, how) {
    this.dispatchEvent(new CustomEvent('pg-node', { detail: { id, how } }));
  }

  /** @param {Event} e */
  idOf(e) {
    return /** @type {Element} */ (e.target).closest?.('[data-id]')?.getAttribute('data-id') ?? '';
  }

  /** @param {KeyboardEvent} e */
  onKey(e) {
    if (e.altKey || e.ctrlKey || e.metaKey) return;
    const way = /** @type {Record<string, [number, number]>} */ ({ ArrowRight: [1, 0], ArrowLeft: [-1, 0], ArrowDown: [0, 1], ArrowUp: [0, -1] })[e.key];
    if (way) this.go(way[0], way[1]);
    else if (e.key === 'Enter' && this.current) this.choose(this.current, 'open');
    else if (e.key === '+') this.step(1);
    else if (e.key === '-') this.step(-1);
    else if (e.key === '0') this.setZoom(0);
    else if (e.key === 'Home' && this.picture?.boxes[0]) this.choose(this.picture.boxes[0].id, 'key');
    else return;
    e.preventDefault();
  }

  /** To the nearest box in a direction. @param {number} dx @param {number} dy */
  go(dx, dy) {
    const from = this.box(this.current) ?? this.picture?.boxes[0];
    if (!from) return;
    let best = null;
    let least = Infinity;
    for (const b of this.picture?.boxes ?? []) {
      const along = (b.x - from.x) * dx + (b.y - from.y) * dy;
      const aside = Math.abs((b.x - from.x) * dy) + Math.abs((b.y - from.y) * dx);
      if (along < 10 || along + aside * 2.5 >= least) continue;
      least = along + aside * 2.5;
      best = b;
    }
    if (best) this.choose(best.id, 'key');
  }

  /** @param {import('../model/picture.js').Box} b @param {number} i */
  drawBox(b, i) {
    const fit = fitting(b.w);
    const words = this.labels(b.id);
    const cls = `node colour-${b.colour}${b.stub ? ' stub' : ''}${b.strong ? ' chief' : ''}${b.id === this.current ? ' current' : ''}${b.id === this.marked ? ' marked' : ''}`;
    return svg`<g class=${cls} data-id=${b.id} id=${`node-${i}`} role="option" aria-selected=${b.id === this.current ? 'true' : 'false'} aria-label=${words}><title>${words}</title>
      <path class="shape" d=${outline(b)}></path><text class="t" x=${b.x + 8} y=${b.y + 15}>${visible(cut(b.title, fit))}</text>
      <text class="s" x=${b.x + 8} y=${b.y + 29}>${visible(cut(b.sub, Math.floor(fit * 1.3)))}</text>${b.badge ? svg`<text class="badge" x=${b.x + b.w + 5} y=${b.y + b.h - 2}>${b.badge}</text>` : nothing}</g>`;
  }

  /** @param {import('../model/picture.js').Line} l */
  drawLine(l) {
    const s = lineStyle(l.style);
    return svg`<g class="link colour-${s.colour}" aria-hidden="true"><path class="line" d=${l.path} stroke-width=${s.width} stroke-dasharray=${s.dash || nothing}></path>${l.arrow
      ? svg`<path class="head" d="M0 0L-8 -4V4Z" transform=${`translate(${l.arrow.x} ${l.arrow.y}) rotate(${l.arrow.angle})`}></path>` : nothing}</g>`;
  }

  /** Texts stand above all lines, so that none is struck through. @param {import('../model/picture.js').Line} l */
  drawElapsed(l) {
    return l.label ? svg`<g class="link" aria-hidden="true"><text class="elapsed" x=${l.lx} y=${l.ly}>${l.label}</text></g>` : nothing;
  }

  render() {
    const p = this.picture;
    if (!p) return nothing;
    const at = p.boxes.findIndex((b) => b.id === this.current);
    return html`<div class="picture" tabindex="0" role="listbox" aria-label=${this.name} aria-activedescendant=${at >= 0 ? `node-${at}` : nothing} @keydown=${this.onKey} @scroll=${this.onScroll}
        @click=${(/** @type {Event} */ e) => this.idOf(e) && this.choose(this.idOf(e), 'click')} @dblclick=${(/** @type {Event} */ e) => this.idOf(e) && this.choose(this.idOf(e), 'open')}>
      <svg width=${Math.ceil(p.width * this.zoom)} height=${Math.ceil(p.height * this.zoom)} viewBox=${`0 0 ${p.width} ${p.height}`} role="presentation" focusable="false">
        ${p.bands.map((b) => svg`<g class="band" aria-hidden="true"><rect x=${b.x} y=${b.y} width=${b.w} height=${b.h}></rect><text x=${b.x + 10} y=${b.y + 17}>${visible(b.label)}</text></g>`)}
        ${p.lines.map((l) => this.drawLine(l))}${p.lines.map((l) => this.drawElapsed(l))}${p.boxes.map((b, i) => this.drawBox(b, i))}</svg></div>
      <div class="zooming" role="group" aria-label="Size"><button type="button" aria-label="Smaller" title="Smaller (−)" @click=${() => this.step(-1)}>−</button>
        <button type="button" title="All in view (0)" @click=${() => this.setZoom(0)}>Fit</button><button type="button" title="Its own size" @click=${() => this.setZoom(1)}>${Math.round(this.zoom * 100)} %</button>
        <button type="button" aria-label="Larger" title="Larger (+)" @click=${() => this.step(1)}>+</button></div>`;
  }
}

customElements.define('pg-picture', Picture);
