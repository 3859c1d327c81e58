/** The page's one list of notes. Event: "change". */
import { theCase } from './case.js';
import { asApiError, isAbort } from './api.js';
import { idOf } from './path-model.js';

/** @typedef {import('./note-model.js').Note} Note */

class Notes extends EventTarget {
  constructor() {
    super();
    /** @type {Note[]} */
    this.items = [];
    /** @type {Map<string, Note>} */
    this.byId = new Map();
    this.writable = false;
    /** @type {string[]} */
    this.colours = [];
    this.ready = false;
    /** @type {import('./api.js').ApiError|null} */
    this.error = null;
    /** @type {any} the last answer */
    this.answer = null;
  }

  /** Begins to follow, before the case does, with which it asks: others write notes, too. */
  start() {
    theCase.addEventListener('poll', () => this.load());
  }

  async load() {
    try {
      const answer = await theCase.api.get('/notes');
      const had = this.error;
      this.error = null;
      if (answer === this.answer && !had) return;
      this.answer = answer;
      this.items = answer.items ?? [];
      this.byId = new Map(this.items.map((n) => [idOf(n.about_kind, n.about), n]));
      this.writable = Boolean(answer.writable);
      this.colours = answer.colours ?? [];
      this.ready = true;
    } catch (err) {
      if (isAbort(err)) return;
      const had = this.error;
      this.error = asApiError(err);
      if (had?.message === this.error.message && had.hint === this.error.hint) return;
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {string} kind @param {string} about @returns {Note|undefined} */
  get(kind, about) {
    return this.byId.get(idOf(kind, about));
  }

  /**
   * Keeps a note; an empty one removes what was there. Throws an ApiError.
   * @param {Note} note @param {string|undefined} seen when the note was changed that the editor began with
   */
  async save(note, seen) {
    const { about_kind, about, tags, comment, colour } = note;
    try {
      await theCase.api.send('PUT', '/notes', { about_kind, about, tags, comment, colour, ...(seen ? { seen } : {}) });
    } finally {
      await this.load();
    }
  }
}

/** The page's one list of notes. */
export const theNotes = new Notes();
