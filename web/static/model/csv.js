/** Tables as CSV after RFC 4180, made safe for spreadsheets. Pure. */
import { visible } from './escapes.js';

/**
 * One field. Characters that would act are written as escapes. A field that a
 * spreadsheet would take for a formula (it begins with a sign of
 * equality, plus, minus or at, a tab or a line end, also behind spaces) gets an apostrophe before it, and that makes it text.
 * @param {unknown} value
 */
export function csvField(value) {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  const text = String(value);
  const guarded = (/^\s*[=+\-@\t\r\n＝＋－＠]/.test(text) ? "'" : '') + visible(text);
  return /[",\r\n]/.test(guarded) || guarded.startsWith("'") ? `"${guarded.replace(/"/g, '""')}"` : guarded;
}

/** @param {string[]} heads @param {unknown[][]} rows */
export function csvText(heads, rows) {
  return [heads, ...rows].map((r) => r.map(csvField).join(',')).join('\r\n') + '\r\n';
}
