/** A process as plain text, for a report or a message. Pure. Hidden characters are written as escapes. */
import { visible } from './escapes.js';
import { between, fullStamp } from './time.js';
import { elevationWords, flagWords, logonWords, parentVia, pidBeside, processName, severityWords } from './words.js';
import { sourceWords } from './provenance.js';

/**
 * @param {import('./types.js').ProcessDetails} d
 * @param {import('./types.js').ProcessRow[]} ancestors root first
 * @param {string} zone resolved
 */
export function processText(d, ancestors, zone) {
  const p = d.process;
  /** @type {string[]} */
  const lines = [];
  const put = (/** @type {string} */ label, /** @type {unknown} */ value) => {
    if (value !== undefined && value !== null && value !== '') lines.push(`${`${label}:`.padEnd(20)}${visible(String(value))}`);
  };
  lines.push(visible(`${processName(p)}${pidBeside(p) && ` (PID ${p.pid})`} on ${p.host_name || p.host}`));
  if (!p.observed) lines.push('Not observed: known only from what its children say of it.');
  put('Image', p.image);
  put('Command line', p.command_line);
  for (const x of d.decoded ?? []) put('Decoded command', x.text);
  put('Directory', p.current_directory);
  put('Start', fullStamp(p.start, zone) || (p.start_hint ? `about ${fullStamp(p.start_hint, zone)} (from its GUID)` : ''));
  put('End', fullStamp(p.end, zone) || (p.end_not_after ? `not after ${fullStamp(p.end_not_after, zone)}` : ''));
  put('Lifetime', between(p.start, p.end));
  put('Exit status', p.exit_status);
  put('GUID', p.guid);
  put('User', p.user_name);
  put('Started by', d.started_by_name);
  put('Integrity', p.integrity_level);
  put('Token', elevationWords(p.token_elevation));
  put('Logon', logonWords(p.logon));
  put('Logon ID', p.logon?.logon_id);
  if (p.remote_origin) put('Remote origin', p.remote_origin.source_ip || 'proven by its session');
  for (const [name, value] of Object.entries(p.hashes ?? {})) put(name, value);
  put('Description', [p.description, p.product, p.company, p.file_version].filter(Boolean).join(' · '));
  put('Original name', p.original_file_name);
  if (d.parent) put('Parent', `${processName(d.parent)} (PID ${d.parent.pid ?? '?'}), ${parentVia(p.parent_via)}`);
  for (const c of d.claims ?? []) put(`Parent, ${c.source} says`, `${processName(c.process)} (PID ${c.process.pid ?? '?'})`);
  put('Ancestors', ancestors.map((a) => `${processName(a)} (${a.pid ?? '?'})`).join(' > '));
  for (const s of d.standouts ?? []) put(`${severityWords(s.severity)}`, `${s.title} ${(s.techniques ?? []).join(' ')}`.trim());
  for (const w of d.warnings ?? []) put('Warning', `${flagWords(w.class).label}${w.detail ? `: ${w.detail}` : ''}`);
  for (const s of d.sources?.length ? d.sources : p.sources ?? []) put('Source', sourceWords(s));
  return `${lines.join('\n')}\n`;
}
