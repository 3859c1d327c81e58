/**
 * The page's one model of the case: numbers, hosts and users that several views
 * need, the progress of an ingest, and the word that the case has changed.
 *
 * Events: "change" when stats, hosts, users, progress or the error differ; "version" when
 * the graph has changed and views should ask again; "poll" each time that the server is asked.
 */
import { Api, ApiError, asApiError, isAbort } from './api.js';
import { knowHosts } from './words.js';

const POLL_RUNNING = 1500;
const POLL_IDLE = 10_000;

class CaseModel extends EventTarget {
  constructor() {
    super();
    this.api = new Api();
    /** @type {any} */
    this.stats = null;
    /** @type {import('./types.js').HostSummary[]} */
    this.hosts = [];
    /** @type {import('./types.js').UserSummary[]} */
    this.users = [];
    this.usersTotal = 0;
    /** @type {import('./types.js').IngestState|null} */
    this.ingest = null;
    /** @type {ApiError|null} */
    this.error = null;
    this.ready = false;
    /** @type {any[]} what stats, hosts and users were taken from */
    this.answers = [];
    /** @type {Promise<void>|null} */
    this.running = null;
    this.timer = 0;
  }

  /** Begins to follow the case. */
  start() {
    this.poll(true);
    document.addEventListener('visibilitychange', () => {
      if (!document.hidden) this.schedule(0);
    });
  }

  /** Asks for the numbers again; answers that are known cost a 304. */
  refresh() {
    this.running ??= this.ask().finally(() => {
      this.running = null;
    });
    return this.running;
  }

  async ask() {
    try {
      const answers = await Promise.all([
        this.api.get('/stats'), this.api.get('/hosts'), this.api.get('/users', { limit: 1000 })]);
      const grown = this.ready && answers[0] !== this.stats;
      // An answer that is known comes as the same object.
      const differs = this.error !== null || answers.some((a, i) => a !== this.answers[i]);
      this.answers = answers;
      const [stats, hosts, users] = answers;
      this.stats = stats;
      this.hosts = hosts.items ?? [];
      knowHosts(this.hosts.map((h) => h.name));
      this.users = users.items ?? [];
      this.usersTotal = users.total ?? this.users.length;
      this.error = null;
      this.ready = true;
      if (grown) this.dispatchEvent(new Event('version'));
      if (differs) this.dispatchEvent(new Event('change'));
    } catch (err) {
      if (isAbort(err)) return;
      const had = this.error;
      this.error = asApiError(err, 'Reload the page.');
      if (had?.message !== this.error.message || had.hint !== this.error.hint) this.dispatchEvent(new Event('change'));
    }
  }

  /** @param {number} wait */
  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.poll(), wait);
  }

  /** @param {boolean} [first] the first time, which is not put off in a page that is not seen */
  async poll(first = false) {
    if (document.hidden && !first) {
      this.schedule(POLL_IDLE);
      return;
    }
    const was = this.ingest?.running ?? false;
    this.dispatchEvent(new Event('poll'));
    const before = first ? this.refresh() : null;
    await this.askIngest();
    const running = this.ingest?.running ?? false;
    await (before ?? this.refresh());
    this.schedule(running || was ? POLL_RUNNING : POLL_IDLE);
  }

  async askIngest() {
    try {
      const now = await this.api.get('/ingest');
      const differs = JSON.stringify(now) !== JSON.stringify(this.ingest);
      this.ingest = now;
      if (differs) this.dispatchEvent(new Event('change'));
    } catch (err) {
      // A server without an ingest of its own has no progress to tell; one that is gone is told of by refresh.
      if (!(err instanceof ApiError)) throw err;
      const had = this.ingest;
      this.ingest = null;
      if (had) this.dispatchEvent(new Event('change'));
    }
  }

  /** @param {string} key */
  hostName(key) {
    return this.hosts.find((h) => h.key === key)?.name ?? '';
  }

  /** @param {string} key */
  userName(key) {
    const u = this.users.find((x) => x.key === key);
    return u?.name || u?.sid || '';
  }
}

/** The page's one case. */
export const theCase = new CaseModel();
