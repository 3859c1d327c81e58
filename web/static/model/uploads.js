/**
 * Sends files to the server, one after the other, and follows what becomes of them.
 * It goes on while other views are open. Event: "change".
 */
import { ApiError, asApiError, isAbort, Slot } from './api.js';
import { theCase } from './case.js';
import { waitAgain } from './upload-model.js';

/** @typedef {import('./upload-model.js').Upload} Upload */

const POLL = 700;

class Uploads extends EventTarget {
  constructor() {
    super();
    /** @type {Upload[]} files that are not with the server yet, or did not get there */
    this.waiting = [];
    /** @type {import('./upload-model.js').Job[]} */
    this.jobs = [];
    this.writable = false;
    this.maxBytes = 0;
    this.ready = false;
    /** @type {ApiError|null} */
    this.error = null;
    this.sending = false;
    this.timer = 0;
    /** The number of the last call of follow: one of them goes on. */
    this.turn = 0;
    this.asking = new Slot();
    /** @type {any} the last answer */
    this.answer = null;
    this.next = 0;
  }

  changed() {
    this.dispatchEvent(new Event('change'));
  }

  /** @param {{name: string, file: File}[]} files */
  add(files) {
    for (const f of files) {
      /** @type {Upload} */
      const u = { id: `u${++this.next}`, name: f.name, size: f.file.size, sent: 0, state: 'waiting', file: f.file };
      if (this.maxBytes && f.file.size > this.maxBytes) {
        u.state = 'refused';
        u.error = 'The file is larger than this server takes.';
        u.hint = 'Use “procgraph ingest”, or start the server with a larger --max-import.';
      }
      this.waiting.push(u);
    }
    this.changed();
    this.send();
  }

  async send() {
    if (this.sending) return;
    this.sending = true;
    for (;;) {
      const u = this.waiting.find((x) => x.state === 'waiting');
      if (!u) break;
      await this.sendOne(u);
    }
    this.sending = false;
    theCase.schedule(0);
    this.follow();
  }

  /** @param {Upload} u */
  async sendOne(u) {
    u.state = 'sending';
    this.changed();
    for (let tries = 0; u.state === 'sending'; tries++) {
      try {
        await this.post(u);
        this.waiting = this.waiting.filter((x) => x !== u);
        this.follow();
        break;
      } catch (err) {
        if (isAbort(err)) break;
        const e = asApiError(err);
        if (e.code === 'busy') {
          await waitAgain(tries);
          continue;
        }
        u.state = 'refused';
        u.error = e.message;
        u.hint = e.hint;
      }
    }
    u.file = null;
    this.changed();
  }

  /** XMLHttpRequest tells how much was sent, which fetch does not. @param {Upload} u @returns {Promise<any>} */
  post(u) {
    return new Promise((resolve, reject) => {
      const r = new XMLHttpRequest();
      u.request = r;
      r.open('POST', theCase.api.url('/import', { name: u.name }));
      r.setRequestHeader('Content-Type', 'application/octet-stream');
      r.upload.onprogress = (e) => {
        u.sent = e.loaded;
        this.changed();
      };
      r.onload = () => {
        try {
          resolve(theCase.api.read('', new Response(null, { status: r.status === 0 ? 500 : r.status }), r.responseText));
        } catch (err) {
          reject(err);
        }
      };
      r.onerror = () => reject(new ApiError('offline', 'The file did not get to the server.', 'The server may have been stopped, or the file was changed or moved while it was read.'));
      r.onabort = () => reject(new DOMException('', 'AbortError'));
      r.send(u.file);
    });
  }

  /** Takes back a file that is not with the server yet. @param {Upload} u */
  drop(u) {
    if (u.state === 'sending') u.state = 'refused';
    u.request?.abort();
    this.waiting = this.waiting.filter((x) => x !== u);
    this.changed();
  }

  /** @param {string} id */
  async cancel(id) {
    /** @type {ApiError|null} */
    let refused = null;
    try {
      await theCase.api.send('POST', '/import/cancel', { id });
    } catch (err) {
      refused = asApiError(err);
    }
    await this.load();
    if (!refused) return;
    this.error = refused;
    this.changed();
  }

  /** Asks how far the imports are, again and again while any is under way. */
  async follow() {
    clearTimeout(this.timer);
    const mine = ++this.turn;
    await this.load();
    if (mine !== this.turn) return;
    const busy = this.sending || this.jobs.some((j) => !['done', 'failed', 'cancelled'].includes(j.state));
    if (busy) this.timer = setTimeout(() => this.follow(), POLL);
    else theCase.schedule(0);
  }

  async load() {
    try {
      const answer = await theCase.api.get('/imports', {}, this.asking.next());
      if (answer === this.answer && !this.error) return;
      this.answer = answer;
      this.jobs = answer.items ?? [];
      this.writable = Boolean(answer.writable);
      this.maxBytes = answer.max_bytes ?? 0;
      this.ready = true;
      this.error = null;
    } catch (err) {
      if (isAbort(err)) return;
      this.error = asApiError(err);
    }
    this.changed();
  }
}

/** The page's one queue of uploads. */
export const theUploads = new Uploads();
