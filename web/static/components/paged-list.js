/**
 * A controller of a list that comes in pages: load, more, errors; one running question.
 * It keeps what is there while it asks again for the same thing.
 */
import { asApiError, isAbort, Slot } from '../model/api.js';
import { theCase } from '../model/case.js';
import { html, nothing } from './lit.js';
import { count } from '../model/words.js';

/** @template T */
export class PagedList {
  /**
   * @param {{requestUpdate(): void}} owner @param {string} path @param {number} [size] of the first page; 0 for a list that comes whole
   * @param {number} [further] size of a further page
   */
  constructor(owner, path, size = 200, further = size) {
    this.owner = owner;
    this.path = path;
    this.size = size;
    this.further = further;
    this.slot = new Slot();
    /** @type {T[]} */
    this.items = [];
    this.next = '';
    this.total = 0;
    this.of = 0;
    /** @type {any} the whole of the last answer */
    this.data = null;
    this.state = /** @type {'idle'|'loading'|'ready'|'failed'} */ ('idle');
    /** @type {import('../model/api.js').ApiError|null} */
    this.error = null;
    this.asked = '';
    /** The items are the answer to an earlier question; see {@link replace}. */
    this.stale = false;
    /** @type {Record<string, any>} */
    this.params = {};
  }

  /** Loads what differs from what is there, or did not come. @param {Record<string, any>} params */
  async follow(params) {
    if (JSON.stringify(params) !== this.asked || this.state === 'failed' || this.state === 'idle') await this.load(params);
  }

  /** @param {Record<string, any>} params */
  async load(params) {
    const asked = JSON.stringify(params);
    if (asked !== this.asked) this.clear();
    await this.first(params);
  }

  /** Loads, and keeps what is there, as stale, until the answer comes: for what somebody types. @param {Record<string, any>} params */
  async replace(params) {
    if (JSON.stringify(params) !== this.asked) this.stale = this.items.length > 0;
    await this.first(params);
  }

  clear() {
    this.items = [];
    this.data = null;
    this.stale = false;
  }

  /** @param {Record<string, any>} params */
  async first(params) {
    this.asked = JSON.stringify(params);
    this.params = params;
    const limit = this.size ? Math.min(1000, Math.max(this.size, this.stale ? 0 : this.items.length)) : '';
    await this.ask({ ...params, limit }, true);
  }

  more() {
    return this.ask({ ...this.params, limit: this.further, after: this.next }, false);
  }

  /** @param {Record<string, any>} params @param {boolean} anew */
  async ask(params, anew) {
    const signal = this.slot.next();
    this.state = 'loading';
    this.error = null;
    this.owner.requestUpdate();
    try {
      const data = await theCase.api.get(this.path, params, signal);
      this.items = anew ? data.items ?? [] : this.items.concat(data.items ?? []);
      this.next = data.next ?? '';
      this.total = data.total ?? this.items.length;
      this.of = data.of ?? this.total;
      this.data = data;
      this.stale = false;
      this.state = 'ready';
    } catch (err) {
      if (isAbort(err)) return;
      this.state = 'failed';
      this.error = asApiError(err);
    }
    this.owner.requestUpdate();
  }

  cancel() {
    this.slot.cancel();
  }

  /** The button for the next page. */
  footer() {
    if (!this.next || this.stale) return nothing;
    return html`<p class="pager"><button type="button" ?disabled=${this.state === 'loading'} @click=${() => this.more()}>Show more</button>
      <span class="muted">${count(this.items.length)} of ${count(this.total)}</span></p>`;
  }
}
