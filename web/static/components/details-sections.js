/** Parts of the process details, as templates. */
import { html, nothing } from './lit.js';
import { icon, imageIcon } from './icons.js';
import { logLine, logWhole } from './log-text.js';
import { copyButton } from './copy-button.js';
import { count, counted, elevationWords, flagWords, parentVia, pidBeside, processName, severityWords } from '../model/words.js';
import { trace, sourceWords } from '../model/provenance.js';
import { beginStamp, between, fullStamp } from '../model/time.js';
import { href, router, treeLink } from '../model/router.js';
import { visible } from '../model/escapes.js';

/**
 * @typedef {import('../model/types.js').ProcessRow} ProcessRow
 * @typedef {import('../model/types.js').ProcessDetails} ProcessDetails
 */

/** The link to another process: in the tree beside the panel, or to its own page. @param {ProcessRow} p @param {boolean} panel */
export function processHref(p, panel) {
  if (!panel) return href('process', { key: p.key });
  const here = router.route.params;
  if (router.route.view !== 'tree') return treeLink(p);
  return here.get('host') === p.host || !here.get('host') ? withKey(here, p.key) : treeLink(p);
}

/** @param {URLSearchParams} params @param {string} key */
function withKey(params, key) {
  const q = new URLSearchParams(params);
  q.set('key', key);
  q.set('details', '1');
  return href('tree', q);
}

/** @param {ProcessRow} p @param {boolean} panel */
export function processLink(p, panel) {
  return html`<a class="plink ${p.observed ? '' : 'stub'}" href=${processHref(p, panel)} title=${visible(p.image ?? '')}>${imageIcon(p.image)}<span>${logLine(processName(p))}</span>${pidBeside(p)
    ? html` <span class="pid">${p.pid}</span>` : nothing}</a>`;
}

/** @param {ProcessRow[]} chain root first @param {boolean} more @param {ProcessRow} self @param {boolean} panel */
export function breadcrumb(chain, more, self, panel) {
  return html`<nav class="breadcrumb" aria-label="Ancestors"><ol>
    ${more ? html`<li class="muted">… further ancestors</li>` : nothing}
    ${chain.map((p) => html`<li>${processLink(p, panel)}</li>`)}
    <li aria-current="true">${logLine(processName(self))}</li></ol>
    ${chain.length === 0 ? html`<p class="muted">No parent is named in its records.</p>` : nothing}</nav>`;
}

/** What a rule or a check says of it. @param {ProcessDetails} d */
export function attention(d) {
  const s = d.standouts ?? [];
  const w = d.warnings ?? [];
  if (s.length + w.length === 0) return nothing;
  return html`<section class="attention" aria-label="Remarks">
    ${s.map((x) => html`<div class="remark sev-${x.severity}"><span class="sev">${severityWords(x.severity)}</span><span>${x.title}${(x.techniques ?? []).map((t) => html` <span class="technique">${t}</span>`)}
      ${x.detail ? html`<br><span class="muted">${logLine(x.detail)}</span>` : nothing}</span></div>`)}
    ${w.map((x) => {
      const words = flagWords(x.class);
      return html`<div class="remark tone-${words.tone}">${icon(words.tone === 'warn' ? 'warning' : 'flag')}<span>${sentence(words.label)}${x.detail ? html`: <span class="muted">${logWhole(x.detail)}</span>` : nothing}
        <a class="aside" href=${href('warnings', { class: x.class })}>what this means</a></span></div>`;
    })}</section>`;
}

/** @param {string} text */
function sentence(text) {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** @param {ProcessDetails} d */
export function commandSection(d) {
  const line = d.process.command_line;
  return html`<section><h3>Command line ${line ? copyButton(() => line, 'command line') : nothing}</h3>
    ${line ? html`<pre class="code">${logWhole(line)}</pre>${line.length > 2000 ? html`<p class="muted">${count(line.length)} characters</p>` : nothing}`
      : html`<p class="muted">Not recorded. Security 4688 has it only when “Include command line in process creation events” is switched on; Sysmon 1 always has it.</p>`}
    ${(d.decoded ?? []).map((x) => html`<h4>Decoded PowerShell (-EncodedCommand) ${copyButton(() => x.text, 'decoded command')}</h4><pre class="code decoded">${logWhole(x.text, { multiline: true })}</pre>`)}
  </section>`;
}

/**
 * The fields that were recorded, in order.
 * @param {ProcessDetails} d @param {string} zone
 * @returns {{field: string, label: string, value: any, raw: unknown, copy?: string}[]}
 */
function fieldsOf(d, zone) {
  const p = d.process;
  const start = p.start ? fullStamp(p.start, zone) : p.start_hint ? html`≈ ${fullStamp(p.start_hint, zone)} <span class="muted">the second in its GUID</span>` : '';
  const end = p.end ? fullStamp(p.end, zone) : p.end_not_after ? html`<span class="muted">not recorded; at the latest</span> ${fullStamp(p.end_not_after, zone)}` : '';
  const life = between(p.start, p.end);
  const rows = [
    { field: 'image', label: 'Image', value: logWhole(p.image), raw: p.image, copy: p.image },
    { field: 'pid', label: 'PID', value: p.pid !== undefined ? html`${p.pid} <span class="muted">0x${p.pid.toString(16)}</span>` : '', raw: p.pid },
    { field: 'start', label: 'Start', value: start, raw: p.start, copy: p.start },
    { field: 'end', label: 'End', value: end, raw: p.end, copy: p.end },
    { field: 'lifetime', label: 'Lifetime', value: life, raw: '' },
    { field: 'exit_status', label: 'Exit status', value: logLine(p.exit_status), raw: p.exit_status },
    { field: 'current_directory', label: 'Directory', value: logWhole(p.current_directory), raw: p.current_directory },
    { field: 'user', label: 'User', value: logLine(p.user_name), raw: p.user_name, copy: p.user_name },
    { field: 'started_by', label: 'Started by', value: logLine(d.started_by_name || p.started_by), raw: d.started_by_name },
    { field: 'integrity_level', label: 'Integrity', value: logLine(p.integrity_level), raw: p.integrity_level },
    { field: 'token_elevation', label: 'Token', value: elevationWords(p.token_elevation), raw: p.token_elevation },
    { field: 'guid', label: 'GUID', value: html`<code>${logLine(p.guid)}</code>`, raw: p.guid, copy: p.guid },
    ...Object.entries(p.hashes ?? {}).map(([name, hash]) => ({ field: 'hashes', label: visible(name), value: html`<code>${logWhole(hash)}</code>`, raw: hash, copy: hash })),
    { field: 'original_file_name', label: 'Original name', value: logLine(p.original_file_name), raw: p.original_file_name },
    { field: 'description', label: 'Description', value: logLine(p.description), raw: p.description },
    { field: 'product', label: 'Product', value: logLine(p.product), raw: p.product },
    { field: 'company', label: 'Company', value: logLine(p.company), raw: p.company },
    { field: 'file_version', label: 'File version', value: logLine(p.file_version), raw: p.file_version },
    { field: 'terminal_session_id', label: 'Terminal session', value: p.terminal_session_id ?? '', raw: p.terminal_session_id },
  ];
  return rows.filter((r) => (r.raw !== undefined && r.raw !== '') || (r.raw === undefined && r.value) || (r.field === 'lifetime' && r.value));
}

/**
 * Buttons to the records that a value came from.
 * @param {string} field @param {unknown} raw its value @param {import('../model/types.js').SourceRecord[]} sources
 * @param {(i: number) => void} openSource @param {string} [log] only records of this log
 */
export function sourceChips(field, raw, sources, openSource, log) {
  return trace(field, raw, sources).filter((t) => !log || sources[t.record].log === log).slice(0, 4).map((t) => html`<button type="button" class="src ${t.sure ? '' : 'unsure'}"
    title="${t.sure ? 'From' : 'This record has the field, in another spelling:'} ${visible(sourceWords(sources[t.record]))}" aria-label="Source record ${t.record + 1}" @click=${() => openSource(t.record)}>${t.record + 1}</button>`);
}

/** @param {ProcessDetails} d @param {string} zone @param {boolean} panel @param {(i: number) => void} openSource */
export function fieldTable(d, zone, panel, openSource) {
  const chips = (/** @type {string} */ field, /** @type {unknown} */ raw) => sourceChips(field, raw, d.sources ?? [], openSource);
  return html`<section><h3>Fields</h3><table class="fields"><tbody>
    ${fieldsOf(d, zone).map((f) => html`<tr><th scope="row">${f.label}</th><td><div class="with-copy"><span>${f.value}</span>${f.copy ? copyButton(() => String(f.copy), f.label) : nothing}</div></td><td class="srcs">${chips(f.field, f.raw)}</td></tr>`)}
    ${d.parent ? html`<tr><th scope="row">Parent</th><td>${processLink(d.parent, panel)} <span class="muted">${parentVia(d.process.parent_via)}${d.parent.observed ? '' : ', not observed itself'}</span></td><td class="srcs">${chips('parent', d.parent.guid || d.parent.pid)}</td></tr>` : nothing}
  </tbody></table>${d.parent?.observed ? html`<pg-node-records kind="process" key=${d.parent.key} label="Source records of the parent" none="The parent has no record of its own." zone=${zone}></pg-node-records>` : nothing}</section>`;
}

/**
 * @param {string} title @param {ProcessRow[]} rows @param {number} total @param {import('../model/types.js').ImageCount[]|undefined} byImage
 * @param {boolean} panel @param {string} zone @param {string} none
 */
export function kinSection(title, rows, total, byImage, panel, zone, none) {
  return html`<section><h3>${title} <span class="muted">${total ? count(total) : ''}</span></h3>
    ${rows.length === 0 ? html`<p class="muted">${none}</p>` : html`<ul class="kin">${rows.map((r) => html`<li>${processLink(r, panel)}<span class="when">${beginStamp(r, zone)}</span><span class="cmd">${logLine(r.command_line)}</span></li>`)}</ul>`}
    ${total > rows.length && rows.length > 0 ? html`<p class="muted">The first ${count(rows.length)} of ${counted(total, 'process', 'processes')}.${byImage?.length
      ? ` By image: ${byImage.slice(0, 8).map((i) => `${visible(i.image) || 'unknown'} ×${count(i.count)}`).join(', ')}.` : ''} The tree has them all.</p>` : nothing}</section>`;
}
