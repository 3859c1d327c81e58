/**
 * The process filter and its place in an address. Pure.
 *
 * @typedef {object} Filter
 * @property {string} host host key
 * @property {string} user user key
 * @property {string} session session key
 * @property {string} from RFC 3339 in UTC
 * @property {string} to RFC 3339 in UTC
 * @property {string} text words
 * @property {string} image base name
 * @property {string} observed "" both, "true" observed only, "false" stubs only
 */

/** @type {readonly (keyof Filter)[]} */
export const FILTER_NAMES = ['host', 'user', 'session', 'from', 'to', 'text', 'image', 'observed'];

/** @returns {Filter} */
export function emptyFilter() {
  return { host: '', user: '', session: '', from: '', to: '', text: '', image: '', observed: '' };
}

/**
 * Reads a filter from an address. What cannot be understood is left out, and
 * named in problems, so that a filter is never dropped without a word.
 * @param {URLSearchParams} params
 * @returns {{filter: Filter, problems: string[]}}
 */
export function filterFromParams(params) {
  const filter = emptyFilter();
  const problems = [];
  for (const name of FILTER_NAMES) filter[name] = params.get(name) ?? '';
  for (const name of /** @type {const} */ (['from', 'to'])) {
    if (filter[name] && Number.isNaN(Date.parse(filter[name]))) {
      problems.push(`The address has a time for “${name}” that cannot be read; it was left out.`);
      filter[name] = '';
    }
  }
  if (filter.observed !== '' && filter.observed !== 'true' && filter.observed !== 'false') {
    problems.push('The address says neither true nor false for “observed”; it was left out.');
    filter.observed = '';
  }
  filter.text = filter.text.trim();
  return { filter, problems };
}

/**
 * Writes a filter into address parameters, in a fixed order; empty members are removed.
 * @param {Filter} filter @param {URLSearchParams} [params]
 */
export function filterToParams(filter, params = new URLSearchParams()) {
  for (const name of FILTER_NAMES) {
    if (filter[name]) params.set(name, filter[name]);
    else params.delete(name);
  }
  return params;
}

/**
 * The parameters of an address that a question about the case is asked with.
 * @param {URLSearchParams} params @param {readonly string[]} [names] those that the question knows
 * @returns {Record<string, string>} each of the names, "" where the address has none
 */
export function caseParams(params, names = CASE_NAMES) {
  return Object.fromEntries(names.map((name) => [name, params.get(name) ?? '']));
}

/** What the views over time are filtered by. */
export const CASE_NAMES = /** @type {const} */ (['host', 'user', 'text', 'session', 'from', 'to']);

/** Says whether a filter leaves processes out beyond the choice of a host. @param {Filter} f */
export function isNarrow(f) {
  return FILTER_NAMES.some((name) => name !== 'host' && f[name] !== '');
}

/** @param {Filter} a @param {Filter} b */
export function sameFilter(a, b) {
  return FILTER_NAMES.every((name) => a[name] === b[name]);
}
