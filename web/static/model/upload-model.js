/**
 * What is known of files on their way into the case.
 *
 * @typedef {object} Upload
 * @property {string} id
 * @property {string} name with the folders that it was found in
 * @property {number} size
 * @property {number} sent
 * @property {'waiting'|'sending'|'refused'} state
 * @property {string} [error]
 * @property {string} [hint]
 * @property {File|null} file
 * @property {XMLHttpRequest} [request]
 *
 * @typedef {object} Job
 * @property {string} id
 * @property {string} name
 * @property {number} size
 * @property {'queued'|'waiting'|'reading'|'resolving'|'done'|'failed'|'cancelled'} state
 * @property {number} bytes_done
 * @property {number} records
 * @property {number} records_used
 * @property {number} records_ignored
 * @property {number} duplicates_dropped
 * @property {number} lines_rejected
 * @property {number} files_refused
 * @property {number} [more_duplicates]
 * @property {number} [skipped]
 * @property {number} [more_reports]
 * @property {import('./types.js').FileReport[]} [reports]
 * @property {string} [error]
 * @property {string} [hint]
 */

/** The most files taken from what was dropped. */
export const MAX_FILES = 2000;

/** @type {Record<Job['state'], string>} */
export const STATE_WORDS = {
  queued: 'waits for its turn', waiting: 'waits for another writer', reading: 'being read', resolving: 'the graph is worked out',
  done: 'done', failed: 'failed', cancelled: 'cancelled',
};

/** Says whether a job can still be cancelled. @param {Job} j */
export function cancellable(j) {
  return j.state === 'queued' || j.state === 'waiting' || j.state === 'reading';
}

/** What a job gave, in words. @param {Job} j */
export function resultWords(j) {
  if (j.state === 'queued' || j.state === 'waiting') return '';
  if (j.state === 'reading') return j.records ? `${j.records.toLocaleString('en')} records so far` : '';
  const parts = [`${j.records_used.toLocaleString('en')} used`];
  if (j.records_ignored) parts.push(`${j.records_ignored.toLocaleString('en')} of other events`);
  if (j.duplicates_dropped) parts.push(`${j.duplicates_dropped.toLocaleString('en')} were there already`);
  if (j.lines_rejected) parts.push(`${j.lines_rejected.toLocaleString('en')} rejected`);
  if (j.files_refused) parts.push(j.files_refused === 1 ? 'one file could not be read' : `${j.files_refused.toLocaleString('en')} files could not be read`);
  if (j.skipped) parts.push(`${j.skipped.toLocaleString('en')} inside are no logs`);
  if (j.more_duplicates) parts.push(`${j.more_duplicates.toLocaleString('en')} of those used (here and in the imports read together with it) turned out to be copies of other records`);
  return parts.join(', ');
}

/** Waits before the next try, longer each time. @param {number} tries */
export function waitAgain(tries) {
  return new Promise((done) => setTimeout(done, Math.min(5000, 500 * 2 ** tries)));
}

/**
 * The files of what was dropped or chosen, folders walked, at most MAX_FILES.
 * @param {DataTransfer} data @returns {Promise<{files: {name: string, file: File}[], cut: boolean}>}
 */
export async function droppedFiles(data) {
  // Entries must be taken before the first wait: the browser empties the list after it.
  const entries = [...data.items].map((i) => (i.kind === 'file' ? i.webkitGetAsEntry?.() ?? null : null));
  const plain = [...data.files];
  if (!entries.some(Boolean)) return { files: plain.slice(0, MAX_FILES).map((file) => ({ name: file.name, file })), cut: plain.length > MAX_FILES };
  /** @type {{name: string, file: File}[]} */
  const files = [];
  /** @type {any[]} */
  const todo = entries.filter(Boolean);
  let cut = false;
  while (todo.length > 0) {
    const e = todo.shift();
    if (files.length >= MAX_FILES) {
      cut = true;
      break;
    }
    if (e.isFile) files.push({ name: e.fullPath.replace(/^\//, ''), file: await new Promise((ok, bad) => e.file(ok, bad)) });
    else if (e.isDirectory) todo.push(...(await entriesOf(e)));
  }
  return { files, cut };
}

/** A folder's reader gives its entries in parts. @param {any} folder @returns {Promise<any[]>} */
async function entriesOf(folder) {
  const reader = folder.createReader();
  /** @type {any[]} */
  const all = [];
  while (all.length <= MAX_FILES) {
    const part = await new Promise((ok, bad) => reader.readEntries(ok, bad));
    if (part.length === 0) break;
    all.push(...part);
  }
  return all.sort((a, b) => (a.name < b.name ? -1 : 1));
}
