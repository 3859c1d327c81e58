/**
 * The client of the API: one envelope, typed errors, aborts, and a small cache
 * of answers by ETag so that going back does not fetch again.
 */

/** An answer that is not a success, in words for the reader. */
export class ApiError extends Error {
  /**
   * @param {string} code the API's error code, or "offline" when nothing answered
   * @param {string} message what went wrong
   * @param {string} hint what to do next
   * @param {{line: number, column: number}} [place] where in a query, from 1
   */
  constructor(code, message, hint = '', place = undefined) {
    super(message);
    this.name = 'ApiError';
    this.code = code;
    this.hint = hint;
    this.place = place;
  }
}

/** An error of any kind in words for the reader. @param {unknown} err @param {string} [hint] for one that is none of the API's */
export function asApiError(err, hint = '') {
  return err instanceof ApiError ? err : new ApiError('internal', String(err), hint);
}

/** Says whether an error only means that the question was withdrawn. @param {unknown} err */
export function isAbort(err) {
  return err instanceof DOMException && err.name === 'AbortError';
}

/** The largest body kept in the cache, and the number of bodies. */
const MAX_CACHED_TEXT = 1 << 20;
const MAX_CACHED = 120;

export class Api {
  /** @param {string} base the path of the API */
  constructor(base = '/api/v1') {
    this.base = base;
    /** @type {Map<string, {etag: string, data: any}>} */
    this.cache = new Map();
  }

  /**
   * Asks one question. Parameters that are "", null or undefined are left out.
   * @param {string} path for example "/children"
   * @param {Record<string, string|number|boolean|undefined|null>} [params]
   * @param {AbortSignal} [signal]
   * @returns {Promise<any>} the answer's data; treat it as read-only, it may be shared
   */
  async get(path, params = {}, signal) {
    const url = this.url(path, params);
    const known = this.cache.get(url);
    /** @type {Record<string,string>} */
    const headers = { Accept: 'application/json' };
    if (known) headers['If-None-Match'] = known.etag;
    const res = await this.fetch(url, { headers, signal });
    if (res.status === 304 && known) {
      this.remember(url, known);
      return known.data;
    }
    const text = await res.text();
    return this.read(url, res, text);
  }

  /**
   * Has the server do something, with a JSON body.
   * @param {'POST'|'PUT'} method @param {string} path @param {any} body @param {AbortSignal} [signal]
   * @returns {Promise<any>} the answer's data
   */
  async send(method, path, body, signal) {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    const res = await this.fetch(this.base + path, { method, headers, body: JSON.stringify(body), signal });
    return this.read(path, res, await res.text());
  }

  /** @param {string} url @param {RequestInit} how @returns {Promise<Response>} */
  async fetch(url, how) {
    try {
      return await fetch(url, { ...how, cache: 'no-store', credentials: 'same-origin' });
    } catch (err) {
      if (isAbort(err)) throw err;
      throw new ApiError('offline', 'The procgraph server does not answer.',
        'It may have been stopped. Start it again with “procgraph serve”, then try again.');
    }
  }

  /** @param {string} url @param {Response} res @param {string} text */
  read(url, res, text) {
    let body = null;
    try {
      body = JSON.parse(text);
    } catch {
      throw new ApiError('internal', `The server's answer could not be read (HTTP ${res.status}).`,
        'Reload the page. If it happens again, look at the server’s own messages.');
    }
    if (body?.status !== 'success') {
      const e = body?.error ?? {};
      throw new ApiError(e.code ?? 'internal', e.message ?? `The server answered with HTTP ${res.status}.`, e.hint ?? '', e.line ? { line: e.line, column: e.column ?? 1 } : undefined);
    }
    const etag = res.headers.get('ETag');
    if (etag && text.length <= MAX_CACHED_TEXT) this.remember(url, { etag, data: body.data });
    return body.data;
  }

  /** @param {string} url @param {{etag: string, data: any}} entry */
  remember(url, entry) {
    this.cache.delete(url);
    this.cache.set(url, entry);
    if (this.cache.size > MAX_CACHED) {
      const oldest = this.cache.keys().next().value;
      if (oldest !== undefined) this.cache.delete(oldest);
    }
  }

  /** @param {string} path @param {Record<string, any>} params */
  url(path, params) {
    const q = new URLSearchParams();
    for (const [name, value] of Object.entries(params)) {
      if (value !== undefined && value !== null && value !== '') q.set(name, String(value));
    }
    const text = q.toString();
    return this.base + path + (text ? `?${text}` : '');
  }
}

/**
 * A slot for one running question: starting another withdraws the one before.
 */
export class Slot {
  constructor() {
    /** @type {AbortController|null} */
    this.controller = null;
  }
  /** @returns {AbortSignal} */
  next() {
    this.cancel();
    this.controller = new AbortController();
    return this.controller.signal;
  }
  cancel() {
    this.controller?.abort();
    this.controller = null;
  }
}
