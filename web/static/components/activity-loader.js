/** A controller of the numbers of an overview of time: how many processes began when. */
import { ApiError, isAbort, Slot } from '../model/api.js';
import { theCase } from '../model/case.js';
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
    /** @type {ApiError|null} */
    this.error = null;
  }

  /** Asks over all the time there is. @param {Record<string, string>} filter without a span */
  async load(filter) {
    try {
      this.data = await theCase.api.get('/activity', { ...filter, from: theCase.stats?.first, to: theCase.stats?.last, buckets: PARTS }, this.slot.next());
      this.error = null;
    } catch (err) {
      if (isAbort(err)) return;
      this.error = err instanceof ApiError ? err : new ApiError('internal', String(err), '');
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
