/**
 * The page's one model of the case: numbers, hosts and users that several views
 * need, the progress of an ingest, and the word that the case has changed.
 *
 * Events: "change" when stats, hosts, users or progress differ; "version" when the
 * graph has changed and views should ask again; "poll" each time the server was asked.
 */
import { Api, ApiError, isAbort } from './api.js';

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
    /** @type {Promise<void>|null} */
    this.running = null;
    this.timer = 0;
  }

  /** Begins to follow the case. */
  start() {
    this.refresh();
    this.schedule(500);
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
      const [stats, hosts, users] = await Promise.all([
        this.api.get('/stats'), this.api.get('/hosts'), this.api.get('/users', { limit: 1000 })]);
      const changed = this.ready && stats !== this.stats;
      this.stats = stats;
      this.hosts = hosts.items ?? [];
      this.users = users.items ?? [];
      this.usersTotal = users.total ?? this.users.length;
      this.error = null;
      this.ready = true;
      if (changed) this.dispatchEvent(new Event('version'));
    } catch (err) {
      if (isAbort(err)) return;
      this.error = err instanceof ApiError ? err : new ApiError('internal', String(err), 'Reload the page.');
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {number} wait */
  schedule(wait) {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.poll(), wait);
  }

  async poll() {
    if (document.hidden) {
      this.schedule(POLL_IDLE);
      return;
    }
    const was = this.ingest?.running ?? false;
    try {
      const now = await this.api.get('/ingest');
      const differs = JSON.stringify(now) !== JSON.stringify(this.ingest);
      this.ingest = now;
      if (differs) this.dispatchEvent(new Event('change'));
    } catch (err) {
      // A server without an ingest of its own has no progress to tell; one that is gone is told of by refresh.
      if (!(err instanceof ApiError)) throw err;
      this.ingest = null;
    }
    const running = this.ingest?.running ?? false;
    await this.refresh();
    this.dispatchEvent(new Event('poll'));
    this.schedule(running || was ? POLL_RUNNING : POLL_IDLE);
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
