/** A controller of the numbers of an overview of time: how many processes began when. */
import { asApiError, isAbort, Slot } from '../model/api.js';
import { theCase } from '../model/case.js';
import { caseParams, CASE_NAMES } from '../model/filters.js';
import { html, nothing } from './lit.js';
import './density-bar.js';

const PARTS = 240;

export class ActivityLoader {
  /** @param {{requestUpdate(): void}} owner */
  constructor(owner) {
    this.owner = owner;
    this.slot = new Slot();
    /** @type {{from?: string, to?: string, counts: number[], step: number, total: number, timeless: number, outside: number}|null} */
    this.data = null;
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    this.asked = '';
  }

  /**
   * Asks over all the time there is, when what is asked differs; the case's span comes first.
   * @param {URLSearchParams} params the address @param {{again?: boolean, names?: readonly string[]}} [how] again: also when
   *   nothing differs; names: the parameters that count, of which the span is none
   */
  follow(params, how = {}) {
    if (!theCase.ready) return;
    const names = (how.names ?? CASE_NAMES).filter((n) => n !== 'from' && n !== 'to');
    const question = { ...caseParams(params, names), from: theCase.stats?.first, to: theCase.stats?.last, buckets: PARTS };
    const asked = JSON.stringify(question);
    if (asked === this.asked && !how.again) return;
    this.asked = asked;
    this.load(question);
  }

  /** @param {Record<string, string|number|undefined>} question */
  async load(question) {
    try {
      this.data = await theCase.api.get('/activity', question, this.slot.next());
      this.error = null;
    } catch (err) {
      if (isAbort(err)) return;
      this.error = asApiError(err);
    }
    this.owner.requestUpdate();
  }

  cancel() {
    this.slot.cancel();
  }

  /** The span of the overview. @returns {import('../model/scale.js').Span|null} */
  get span() {
    const from = Date.parse(this.data?.from ?? '');
    const to = Date.parse(this.data?.to ?? '');
    return Number.isNaN(from) || Number.isNaN(to) ? null : { from, to: Math.max(to, from + 1000) };
  }

  /** @param {{brush?: import('../model/scale.js').Span|null, mark?: number|null, mode?: string, zone: string, onBrush?: (e: CustomEvent) => void, onSeek?: (e: CustomEvent) => void}} how */
  bar(how) {
    const { span } = this;
    if (this.error) return html`<p class="note bad">${this.error.message} ${this.error.hint}</p>`;
    if (!span || !this.data) return nothing;
    return html`<pg-density-bar .counts=${this.data.counts} .span=${span} .brush=${how.brush ?? null} .mark=${how.mark ?? null} mode=${how.mode ?? 'brush'} zone=${how.zone}
      @pg-brush=${how.onBrush ?? nothing} @pg-seek=${how.onSeek ?? nothing}></pg-density-bar>`;
  }
}
