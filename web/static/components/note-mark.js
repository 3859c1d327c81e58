/** What a note says, beside its thing: tags in its colour, and the button that opens the editor. */
import { html, nothing } from './lit.js';
import { icon } from './icons.js';
import { logLine } from './log-text.js';
import { theNotes } from '../model/notes.js';
import { noteWords } from '../model/note-model.js';
import { visible } from '../model/escapes.js';

/** Tags that a row has room for. */
const SHOWN = 3;

/** @param {string} kind @param {string} about */
export function noteMark(kind, about) {
  const n = theNotes.get(kind, about);
  if (!n) return nothing;
  const tags = n.tags ?? [];
  const words = visible(noteWords(n)).slice(0, 500);
  return html`<span class="note-mark ${n.colour ? `colour-${n.colour}` : ''}" title=${words || 'Marked'}>${icon('note')}${tags.slice(0, SHOWN).map((t) => html`<span class="note-tag">${logLine(t)}</span>`)}${tags.length > SHOWN
    ? html`<span class="note-tag">+${tags.length - SHOWN}</span>` : nothing}${tags.length ? nothing : html`<span class="offscreen">note</span>`}</span>`;
}

/** The class of a row whose thing has a note. @param {string} kind @param {string} about */
export function noteClass(kind, about) {
  const n = theNotes.get(kind, about);
  return n ? ` noted${n.colour ? ` colour-${n.colour}` : ''}` : '';
}

/**
 * Opens the editor over the page.
 * @param {string} kind @param {string} about @param {string} title what the thing is called
 */
export function noteButton(kind, about, title) {
  const has = theNotes.get(kind, about);
  if (!has && !theNotes.writable) return nothing;
  const open = (/** @type {Event} */ e) => {
    e.stopPropagation();
    document.dispatchEvent(new CustomEvent('pg-note', { detail: { kind, about, title } }));
  };
  return html`<button type="button" class="quiet note-button" title=${has ? 'Change the note' : 'Write a note'} aria-label=${`${has ? 'Note about' : 'Write a note about'} ${visible(title)}`} @click=${open}>${icon('note')}</button>`;
}
