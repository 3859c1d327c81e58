/**
 * What analysts wrote about the nodes of a graph. Pure.
 *
 * @typedef {object} Mark
 * @property {string} colour the name of the note's colour, or ""
 * @property {string} words tags and comment
 * @property {number} count how many of a group's members have a note
 *
 * @typedef {Map<string, Mark>} Marks by the id of the node
 */
import { noteWords } from './note-model.js';
import { nodeRef } from './path-model.js';

/**
 * A group has the mark of its first member that has one, a colour before none.
 * @param {import('./graph-view.js').Shown[]} nodes
 * @param {(kind: string, key: string) => import('./note-model.js').Note|undefined} noteOf
 * @returns {Marks}
 */
export function marksOfNotes(nodes, noteOf) {
  /** @type {Marks} */
  const marks = new Map();
  for (const n of nodes) {
    const notes = n.members.flatMap((id) => {
      const ref = nodeRef(id);
      return (ref && noteOf(ref.kind, ref.key)) ?? [];
    });
    if (notes.length === 0) continue;
    const first = notes.find((note) => note.colour) ?? notes[0];
    marks.set(n.id, { colour: first.colour ?? '', words: notes.map(noteWords).filter(Boolean).join('; '), count: notes.length });
  }
  return marks;
}

/** The sign of a note before a title. */
export const NOTE_SIGN = '\u270e ';

/** The name of a mark's colour in the palette. @param {Mark} mark */
export function markColour(mark) {
  return mark.colour ? `note-${mark.colour}` : 'accent';
}
