/** An element that asks the server one question at a time: a new one withdraws the one before, leaving the page the last. */
import { Element } from './lit.js';
import { theCase } from '../model/case.js';
import { asApiError, isAbort, Slot } from '../model/api.js';

export class Asking extends Element {
  /** @type {Record<string, any>} */
  static properties = { error: { state: true } };

  constructor() {
    super();
    /** @type {import('../model/api.js').ApiError|null} why the last question has no answer */
    this.error = null;
    this.asking = new Slot();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.asking.cancel();
  }

  /**
   * @param {string} path @param {Record<string, string|number|boolean|undefined|null>} params
   * @returns {Promise<any>} the answer; null when there is none, with the error set, and undefined when the question was withdrawn
   */
  async ask(path, params) {
    try {
      const answer = await theCase.api.get(path, params, this.asking.next());
      this.error = null;
      return answer;
    } catch (err) {
      if (isAbort(err)) return undefined;
      this.error = asApiError(err);
      return null;
    }
  }
}
