/**
 * What analysts wrote about things. Pure.
 *
 * @typedef {'process'|'session'|'user'|'host'} NoteKind
 *
 * @typedef {object} Note
 * @property {NoteKind} about_kind
 * @property {string} about the key of the thing
 * @property {string[]} [tags]
 * @property {string} [comment]
 * @property {string} [colour]
 * @property {string} [changed]
 * @property {string} [title] what the thing is called
 * @property {string} [where] its host's name
 * @property {string} [host] its host's key
 * @property {string} [at] its start
 * @property {boolean} [gone] the case has no such thing any more
 */

/** @type {Record<NoteKind, string>} */
export const KIND_TITLES = { process: 'Process', session: 'Logon session', user: 'User', host: 'Host' };

/** Tags as typed, separated by commas. Each stands once, in order. @param {string} text */
export function parseTags(text) {
  const tags = text.split(',').map((t) => t.trim().replace(/\s+/g, ' ')).filter(Boolean);
  return [...new Set(tags)].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));
}

/** All tags of the notes with their numbers, most first. @param {Note[]} notes @returns {{tag: string, count: number}[]} */
export function tagCounts(notes) {
  /** @type {Map<string, number>} */
  const counts = new Map();
  for (const n of notes) for (const t of n.tags ?? []) counts.set(t, (counts.get(t) ?? 0) + 1);
  return [...counts].map(([tag, count]) => ({ tag, count })).sort((a, b) => b.count - a.count || (a.tag < b.tag ? -1 : 1));
}

/** @param {Note[]} notes @param {{kind?: string, tag?: string}} want */
export function chosen(notes, want) {
  return notes.filter((n) => (!want.kind || n.about_kind === want.kind) && (!want.tag || (n.tags ?? []).includes(want.tag)));
}

/** A note in one line, for a hover text. @param {Note} n */
export function noteWords(n) {
  return [(n.tags ?? []).join(', '), n.comment ?? ''].filter(Boolean).join(' – ');
}

/** The columns and rows of a table of notes, as CSV takes them. @param {Note[]} notes */
export function noteTable(notes) {
  return {
    heads: ['kind', 'title', 'host', 'start', 'tags', 'colour', 'comment', 'changed', 'gone', 'key'],
    rows: notes.map((n) => [n.about_kind, n.title ?? '', n.where ?? '', n.at ?? '', (n.tags ?? []).join(', '), n.colour ?? '', n.comment ?? '', n.changed ?? '', n.gone ? 'gone' : '', n.about]),
  };
}
