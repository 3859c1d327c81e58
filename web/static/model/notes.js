/** The page's one list of notes. Event: "change". */
import { theCase } from './case.js';
import { ApiError, isAbort } from './api.js';
import { noteId } from './note-model.js';

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
    /** @type {ApiError|null} */
    this.error = null;
    /** @type {any} the last answer */
    this.answer = null;
  }

  /** Begins to follow: others write notes, too. */
  start() {
    this.load();
    theCase.addEventListener('poll', () => this.load());
  }

  async load() {
    try {
      const answer = await theCase.api.get('/notes');
      this.error = null;
      if (answer === this.answer) return;
      this.answer = answer;
      this.items = answer.items ?? [];
      this.byId = new Map(this.items.map((n) => [noteId(n.about_kind, n.about), n]));
      this.writable = Boolean(answer.writable);
      this.colours = answer.colours ?? [];
      this.ready = true;
    } catch (err) {
      if (isAbort(err)) return;
      this.error = err instanceof ApiError ? err : new ApiError('internal', String(err), '');
    }
    this.dispatchEvent(new Event('change'));
  }

  /** @param {string} kind @param {string} about @returns {Note|undefined} */
  get(kind, about) {
    return this.byId.get(noteId(kind, about));
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
