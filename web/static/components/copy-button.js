/** A button that puts a text on the clipboard and says so. */
import { html } from './lit.js';
import { icon } from './icons.js';

/** @param {string} text @returns {Promise<boolean>} */
export async function copyText(text) {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return copyBySelection(text);
  }
}

/** For pages that the browser does not trust with a clipboard. @param {string} text */
function copyBySelection(text) {
  const area = document.createElement('textarea');
  area.value = text;
  area.className = 'offscreen';
  document.body.append(area);
  area.select();
  const done = document.execCommand('copy');
  area.remove();
  return done;
}

/** @param {string} message */
export function announce(message) {
  document.dispatchEvent(new CustomEvent('pg-toast', { detail: message }));
}

/** @param {() => string} text @param {string} label what is copied @param {string} [words] visible words; else only the icon */
export function copyButton(text, label, words = '') {
  const act = async (/** @type {Event} */ e) => {
    e.stopPropagation();
    announce((await copyText(text())) ? `${label} copied.` : 'The browser did not allow copying.');
  };
  return html`<button type="button" class="copy ${words ? '' : 'quiet'}" title="Copy ${label}" aria-label=${words ? `${words}: ${label}` : `Copy ${label}`} @click=${act}>${icon('copy')}${words}</button>`;
}
