/**
 * The columns of the tree: which, how wide, and what is kept in this browser. Pure,
 * but for load and save.
 *
 * @typedef {object} Column
 * @property {string} id
 * @property {string} title
 * @property {number} width pixels, when not changed
 * @property {number} min
 * @property {boolean} [shown] shown unless the user says otherwise
 * @property {boolean} [fixed] cannot be hidden
 * @property {boolean} [grows] takes the room that is left
 */

/** @type {readonly Column[]} */
export const COLUMNS = [
  { id: 'image', title: 'Process', width: 296, min: 140, shown: true, fixed: true },
  { id: 'start', title: 'Start', width: 190, min: 60, shown: true },
  { id: 'pid', title: 'PID', width: 56, min: 40, shown: true },
  { id: 'command', title: 'Command line', width: 250, min: 100, shown: true, grows: true },
  { id: 'user', title: 'User', width: 136, min: 50, shown: true },
  { id: 'integrity', title: 'Integrity', width: 86, min: 40, shown: true },
  { id: 'logon', title: 'Logon', width: 138, min: 50, shown: true },
  { id: 'life', title: 'Lifetime', width: 122, min: 60, shown: true },
  { id: 'children', title: 'Children', width: 74, min: 40, shown: true },
  { id: 'flags', title: 'Flags', width: 156, min: 50, shown: true },
  { id: 'host', title: 'Host', width: 120, min: 50 },
  { id: 'path', title: 'Image path', width: 260, min: 80 },
  { id: 'end', title: 'End', width: 194, min: 60 },
  { id: 'guid', title: 'GUID', width: 270, min: 80 },
];

const STORE = 'procgraph.columns';

/** @typedef {{hidden: Record<string, boolean>, widths: Record<string, number>}} ColumnChoice */

/** @param {string|null} text @returns {ColumnChoice} what was saved, as far as it can be read */
export function readChoice(text) {
  /** @type {ColumnChoice} */
  const choice = { hidden: {}, widths: {} };
  let raw;
  try {
    raw = JSON.parse(text ?? '{}');
  } catch {
    return choice;
  }
  for (const c of COLUMNS) {
    const hidden = raw?.hidden?.[c.id];
    const width = raw?.widths?.[c.id];
    if (typeof hidden === 'boolean' && !c.fixed) choice.hidden[c.id] = hidden;
    if (typeof width === 'number' && Number.isFinite(width)) choice.widths[c.id] = clampWidth(c, width);
  }
  return choice;
}

/** @param {Column} c @param {number} width */
export function clampWidth(c, width) {
  return Math.round(Math.min(2000, Math.max(c.min, width)));
}

/** @param {Column} c @param {ColumnChoice} choice */
export function isShown(c, choice) {
  return c.fixed || !(choice.hidden[c.id] ?? !c.shown);
}

/** The columns shown, with their widths. @param {ColumnChoice} choice @param {string[]} [also] ids shown unless hidden by the user */
export function shownColumns(choice, also = []) {
  return COLUMNS.filter((c) => isShown(c, choice) || (also.includes(c.id) && choice.hidden[c.id] !== true))
    .map((c) => ({ ...c, width: choice.widths[c.id] ?? c.width }));
}

/** The value of grid-template-columns. @param {Column[]} columns */
export function gridTemplate(columns) {
  return columns.map((c) => (c.grows ? `minmax(${c.width}px, 1fr)` : `${c.width}px`)).join(' ');
}

/** @returns {ColumnChoice} */
export function loadChoice() {
  try {
    return readChoice(localStorage.getItem(STORE));
  } catch {
    return readChoice(null);
  }
}

/** @param {ColumnChoice} choice */
export function saveChoice(choice) {
  try {
    localStorage.setItem(STORE, JSON.stringify(choice));
  } catch {
    // Storage may be closed to the page; the choice then lasts until it is left.
  }
}
