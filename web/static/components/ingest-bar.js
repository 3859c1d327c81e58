/** The progress of a running ingest, and how it failed. */
import { html, nothing } from './lit.js';
import { logLine } from './log-text.js';
import { bytes, count } from '../model/words.js';

/** @param {import('../model/types.js').IngestState|null} s */
export function ingestBar(s) {
  if (!s) return nothing;
  if (s.error && !s.running) return html`<div class="ingest bad" role="alert">Reading stopped: ${logLine(s.error)}</div>`;
  if (!s.running) return nothing;
  return html`<div class="ingest" role="status"><progress max=${s.bytes_total || 1} value=${s.bytes_total ? s.bytes_done : 0} aria-label="Reading logs"></progress>
    <span>Reading ${logLine(s.current)} · file ${count(Math.min(s.files_done + 1, s.files_total || 1))} of ${count(s.files_total)} · ${bytes(s.bytes_done)}${s.bytes_total ? ` of ${bytes(s.bytes_total)}` : ''} · ${count(s.records)} records</span></div>`;
}
