/** The progress of a running ingest, how it failed, and what an ingest elsewhere left undone. */
import { html, nothing } from './lit.js';
import { logLine } from './log-text.js';
import { bytes, count, counted } from '../model/words.js';

/** @param {number} behind the number of computers with records that the graph does not hold yet */
function unfinished(behind) {
  if (!behind) return nothing;
  return html`<div class="ingest bad" role="status">The records of ${counted(behind, 'computer')} are not in the graph yet: what is shown is not all. Another procgraph is reading logs into this case, or one was stopped: then run its “procgraph ingest” again.</div>`;
}

/** @param {import('../model/types.js').IngestState|null} s of an ingest that this program runs @param {number} [behind] as in the statistics */
export function ingestBar(s, behind = 0) {
  if (!s) return unfinished(behind);
  if (s.error && !s.running) return html`<div class="ingest bad" role="alert">Reading stopped: ${logLine(s.error)}</div>`;
  if (!s.running) return unfinished(behind);
  return html`<div class="ingest" role="status"><progress max=${s.bytes_total || 1} value=${s.bytes_total ? s.bytes_done : 0} aria-label="Reading logs"></progress>
    <span>Reading ${logLine(s.current)} · file ${count(Math.min(s.files_done + 1, s.files_total || 1))} of ${count(s.files_total)} · ${bytes(s.bytes_done)}${s.bytes_total ? ` of ${bytes(s.bytes_total)}` : ''} · ${count(s.records)} records</span></div>`;
}
