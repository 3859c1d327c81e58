/** A bar between a main and a side part; it sets the width of the side. Event: "pg-width". */
import { Element, html } from './lit.js';

const MIN = 300;

class Splitter extends Element {
  static properties = { width: { type: Number } };

  constructor() {
    super();
    this.width = 460;
  }

  updated() {
    this.apply(this.width);
  }

  /** @param {number} width */
  apply(width) {
    const most = Math.max(MIN, (this.parentElement?.clientWidth ?? 1200) - 260);
    const fit = Math.round(Math.min(most, Math.max(MIN, width)));
    this.parentElement?.style.setProperty('--side', `${fit}px`);
    return fit;
  }

  /** @param {PointerEvent} e */
  onDown(e) {
    e.preventDefault();
    const handle = /** @type {HTMLElement} */ (e.currentTarget);
    handle.setPointerCapture(e.pointerId);
    const right = /** @type {HTMLElement} */ (this.parentElement).getBoundingClientRect().right;
    let width = this.width;
    const move = (/** @type {PointerEvent} */ m) => {
      width = this.apply(right - m.clientX);
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('lostpointercapture', () => {
      handle.removeEventListener('pointermove', move);
      this.done(width);
    }, { once: true });
  }

  /** @param {KeyboardEvent} e */
  onKey(e) {
    const step = e.key === 'ArrowLeft' ? 24 : e.key === 'ArrowRight' ? -24 : 0;
    if (step === 0) return;
    e.preventDefault();
    this.done(this.apply(this.width + step));
  }

  /** @param {number} width */
  done(width) {
    this.width = width;
    this.dispatchEvent(new CustomEvent('pg-width', { detail: String(width) }));
  }

  render() {
    return html`<div class="splitter" role="separator" tabindex="0" aria-orientation="vertical" aria-label="Width of the details"
      aria-valuenow=${this.width} aria-valuemin=${MIN} @pointerdown=${this.onDown} @keydown=${this.onKey}></div>`;
  }
}

customElements.define('pg-splitter', Splitter);
