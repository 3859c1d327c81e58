/**
 * Logon sessions as lanes on an axis of time, host by host.
 * Event: "pg-session" {key}.
 */
import { Element, html, nothing, svg } from './lit.js';
import { timeAxis } from './time-axis.js';
import { barPlace } from '../model/scale.js';
import { lanesOf, logonClass } from '../model/logon-model.js';
import { cut, visible } from '../model/escapes.js';
import { between, stamp } from '../model/time.js';
import { bareUser, counted, endVia, sessionWords } from '../model/words.js';

const ROW = 18;
const HEAD = 18;
const AXIS = 18;

/** What the colours mean. @type {[string, string][]} */
export const LOGON_LEGEND = [['remote', 'from another machine'], ['person', 'at the machine or by remote desktop'], ['other', 'service, batch, network from here or from no address'], ['unseen', 'no logon record (4624) read']];

/** The user, without the domain where that does not fit. @param {import('../model/types.js').SessionRow} s @param {number} fits */
function barName(s, fits) {
  const up = s.elevated ? ' ↑' : '';
  const name = s.user_name ?? '';
  return (name.length + up.length <= fits ? name : bareUser(name)) + up;
}

class LogonLanes extends Element {
  static properties = { sessions: { attribute: false }, span: { attribute: false }, zone: {}, current: {}, width: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/types.js').SessionRow[]} */
    this.sessions = [];
    /** @type {import('../model/scale.js').Span} */
    this.span = { from: 0, to: 1 };
    this.zone = 'UTC';
    this.current = '';
    this.width = 900;
  }

  connectedCallback() {
    super.connectedCallback();
    this.sizes = new ResizeObserver(() => {
      this.width = Math.max(300, this.clientWidth);
    });
    this.sizes.observe(this);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.sizes?.disconnect();
  }

  /** @param {string} key */
  choose(key) {
    this.dispatchEvent(new CustomEvent('pg-session', { detail: { key } }));
  }

  /** Arrows go from bar to bar. @param {KeyboardEvent} e @param {string} key */
  onKey(e, key) {
    if (e.key === 'Enter' || e.key === ' ') {
      e.preventDefault();
      this.choose(key);
      return;
    }
    const step = e.key === 'ArrowRight' || e.key === 'ArrowDown' ? 1 : e.key === 'ArrowLeft' || e.key === 'ArrowUp' ? -1 : 0;
    if (!step) return;
    e.preventDefault();
    const bars = /** @type {SVGElement[]} */ ([...this.querySelectorAll('g.stretch')]);
    const to = bars[bars.indexOf(/** @type {SVGElement} */ (e.currentTarget)) + step];
    if (!to) return;
    for (const b of bars) b.setAttribute('tabindex', b === to ? '0' : '-1');
    to.focus();
  }

  /** @param {import('../model/types.js').SessionRow} s */
  words(s) {
    const length = between(s.start, s.end);
    const begin = s.start ? stamp(s.start, this.zone) : s.start_hint ? `about ${stamp(s.start_hint, this.zone)}` : 'begin not recorded';
    return visible([`${s.user_name || 'unknown user'} on ${s.host_name ?? ''}`, sessionWords(s), begin, length || 'no end recorded', s.end ? endVia(s.end_via) : '', s.elevated ? 'elevated' : '', counted(s.process_count, 'process', 'processes')].filter(Boolean).join(', '));
  }

  /** @param {import('../model/logon-model.js').LaneBar} bar @param {number} top @param {boolean} first */
  bar(bar, top, first) {
    const s = bar.session;
    const at = barPlace(bar.from, bar.to, this.span, this.width);
    if (!at) return nothing;
    const y = top + bar.lane * ROW + 2;
    const fits = Math.floor((at.w - 8) / 6.6);
    const current = s.key === this.current;
    return svg`<g class=${`stretch logon-${logonClass(s)}${bar.open ? ' open' : ''}${current ? ' current' : ''}`} role="button" tabindex=${current || (first && !this.current) ? 0 : -1} data-key=${s.key} aria-label=${this.words(s)}
      @click=${() => this.choose(s.key)} @keydown=${(/** @type {KeyboardEvent} */ e) => this.onKey(e, s.key)}><title>${this.words(s)}</title><rect x=${at.x} y=${y} width=${at.w} height=${ROW - 4} rx="3"></rect>${fits > 4 ? svg`<svg x=${at.x + 5} y=${y} width=${at.w - 8} height=${ROW - 4}><text y="11">${visible(cut(barName(s, fits), 200))}</text></svg>` : nothing}</g>`;
  }

  render() {
    const { hosts } = lanesOf(this.sessions, this.span);
    let y = AXIS;
    let first = true;
    /** @type {unknown[]} below the axis, which is below names and bars */
    const grounds = [];
    const groups = hosts.map((h) => {
      const top = y;
      y += HEAD + h.lanes * ROW + 6;
      grounds.push(svg`<rect class="lane-ground" x="0" y=${top} width=${this.width} height=${HEAD + h.lanes * ROW + 3}></rect>`);
      return svg`<g class="lane-host"><text class="lane-name" x="6" y=${top + 13}>${visible(h.name)}</text>
        ${h.crowded ? svg`<text class="lane-more" x=${this.width - 8} y=${top + 13} text-anchor="end">${counted(h.crowded, 'session')} drawn over each other; zoom in</text>` : nothing}${h.bars.map((b) => {
          const bar = this.bar(b, top + HEAD, first);
          first = false;
          return bar;
        })}</g>`;
    });
    return html`<svg class="lanes" width=${this.width} height=${y + 4} role="group" aria-label="Logon sessions over time">${grounds}${timeAxis(this.span, { x: 0, width: this.width, top: 0, bottom: y }, this.zone)}${groups}</svg>`;
  }
}

customElements.define('pg-logon-lanes', LogonLanes);
