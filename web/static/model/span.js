/**
 * The span of time that the views are filtered by. It is in the address of each view
 * that can keep to it; between them the page remembers it, so that going from one to
 * another loses nothing. Pure, save for the memory.
 *
 * @typedef {{from: string, to: string}} TimeSpan RFC 3339 in UTC, "" for open
 */
import { viewById } from './routes.js';

/** @type {TimeSpan} */
let kept = { from: '', to: '' };

/** Notes the span of the view that is open. @param {string} view @param {URLSearchParams} params */
export function noteSpan(view, params) {
  if (viewById(view)?.span) kept = { from: params.get('from') ?? '', to: params.get('to') ?? '' };
}

export function keptSpan() {
  return kept;
}

/** Forgets the span. */
export function dropSpan() {
  kept = { from: '', to: '' };
}

/** The parameters that a link to a view takes with it. @param {string} view @returns {Record<string, string>} */
export function spanParams(view) {
  return viewById(view)?.span ? { ...kept } : {};
}
