/**
 * Asks the server a query or a hunt, and keeps the last answers while the page is
 * open, so that going back shows them again without asking.
 *
 * @typedef {import('./cypher-result.js').CypherView} CypherView
 * @typedef {{query: string, params: Record<string, any>, hunt?: string}} Question
 * @typedef {{view: CypherView}} Answer
 */

/** Answers that are kept, and rows of all of them. */
const MAX_ANSWERS = 12;
const MAX_ROWS = 30_000;

/** @param {Question} q */
export function questionId(q) {
  return JSON.stringify([q.hunt ?? '', q.hunt ? '' : q.query.trim(), q.params]);
}

export class Answers {
  constructor() {
    /** @type {Map<string, Answer>} */
    this.kept = new Map();
  }

  /** @param {Question} q @returns {Answer|undefined} */
  get(q) {
    return this.kept.get(questionId(q));
  }

  /** @param {Question} q @param {Answer} answer */
  put(q, answer) {
    this.kept.delete(questionId(q));
    this.kept.set(questionId(q), answer);
    const rows = () => [...this.kept.values()].reduce((sum, a) => sum + a.view.rows.length, 0);
    while (this.kept.size > 1 && (this.kept.size > MAX_ANSWERS || rows() > MAX_ROWS)) this.kept.delete(/** @type {string} */ (this.kept.keys().next().value));
  }
}

/**
 * @param {import('./api.js').Api} api @param {Question} q @param {{limit: number, seconds: number}} how @param {AbortSignal} signal
 * @returns {Promise<CypherView>}
 */
export function askQuestion(api, q, how, signal) {
  if (q.hunt) return api.send('POST', '/hunts/run', { name: q.hunt, params: q.params, timeout_seconds: how.seconds }, signal);
  return api.send('POST', '/cypher', { query: q.query, params: q.params, limit: how.limit, timeout_seconds: how.seconds }, signal);
}
