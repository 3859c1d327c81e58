/** What the user prefers in this browser: theme, time zone, panel width. */

/** @typedef {'theme'|'zone'|'panel'} PrefName */

/** @type {Map<string, string>} */
const memory = new Map();
const changes = new EventTarget();

/** @param {PrefName} name @param {string} fallback */
export function pref(name, fallback) {
  const held = memory.get(name);
  if (held !== undefined) return held;
  try {
    return localStorage.getItem(`procgraph.${name}`) ?? fallback;
  } catch {
    return fallback;
  }
}

/** @param {PrefName} name @param {string} value */
export function setPref(name, value) {
  memory.set(name, value);
  try {
    localStorage.setItem(`procgraph.${name}`, value);
  } catch {
    // Storage may be closed to the page; the value then lasts until it is left.
  }
  changes.dispatchEvent(new CustomEvent('change', { detail: name }));
}

/** @param {() => void} listener @returns {() => void} ends the listening */
export function onPref(listener) {
  changes.addEventListener('change', listener);
  return () => changes.removeEventListener('change', listener);
}
