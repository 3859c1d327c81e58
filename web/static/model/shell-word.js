/** Texts for a shell. Pure. */

/** A path as one word of a shell. @param {string} path */
export function shellWord(path) {
  if (/^[A-Za-z0-9_./:\\@%+=-]+$/.test(path)) return path;
  return /^[A-Za-z]:\\|\\\\/.test(path) ? `"${path}"` : `'${path.replace(/'/g, "'\\''")}'`;
}
