/**
 * Which source record a value of a process came from. Pure.
 *
 * A value is traced by the name that the event has for it and by being equal;
 * where no record has an equal value (it was cut, joined or normalised), the
 * records that have the field at all are named as less sure.
 *
 * @typedef {import('./types.js').SourceRecord} SourceRecord
 * @typedef {{record: number, sure: boolean}} Trace record is an index into the sources
 */

/** The names that fields have in Sysmon 1 and 5 and in Security 4688 and 4689. @type {Record<string, string[]>} */
const NAMES = {
  image: ['Image', 'NewProcessName', 'ProcessName'],
  command_line: ['CommandLine', 'ProcessCommandLine'],
  current_directory: ['CurrentDirectory'],
  pid: ['ProcessId', 'NewProcessId', 'ProcessPID', 'ProcessID'],
  guid: ['ProcessGuid', 'ProcessGUID'],
  parent: ['ParentProcessGuid', 'ParentGUID', 'ParentProcessId', 'ParentPID', 'CreatorProcessId'],
  user: ['User', 'UserText', 'TargetUserSid', 'TargetSID', 'TargetUserName', 'TargetName', 'SubjectUserSid', 'SubjectSID', 'SubjectUserName', 'SubjectName'],
  session: ['LogonId', 'LogonID', 'TargetLogonId', 'TargetLogonID', 'SubjectLogonId', 'SubjectLogonID'],
  started_by: ['SubjectUserSid', 'SubjectSID', 'SubjectUserName', 'SubjectName'],
  integrity_level: ['IntegrityLevel', 'MandatoryLabel'],
  token_elevation: ['TokenElevationType', 'TokenElevation'],
  hashes: ['Hashes', 'Hash'],
  original_file_name: ['OriginalFileName'],
  description: ['Description'],
  product: ['Product'],
  company: ['Company'],
  file_version: ['FileVersion'],
  terminal_session_id: ['TerminalSessionId', 'TerminalSessionID'],
  exit_status: ['ExitStatus', 'Status'],
};

const STARTS = [1, 4688];
const ENDS = [5, 4689];
/** Fields that are moments: the events that they are the time of. @type {Record<string, Set<number>>} */
const EVENTS = { start: new Set(STARTS), end: new Set(ENDS), lifetime: new Set([...STARTS, ...ENDS]) };

/** @param {unknown} v */
function plain(v) {
  return String(v ?? '').trim().toLowerCase().replace(/[{}]/g, '');
}

/** @param {string} text */
function number(text) {
  return /^0x[0-9a-f]+$/i.test(text) || /^\d+$/.test(text) ? Number(text) : NaN;
}

/** @param {string} field @param {string} have @param {string} want both plain */
function equals(field, have, want) {
  if (want === '') return false;
  if (field === 'hashes') return have.split(/[,=]/).includes(want);
  return have === want || number(have) === number(want);
}

/** Says whether a record names this account in two parts. @param {SourceRecord} s @param {string} want "domain\\name", plain */
function accountOf(s, want) {
  const value = (/** @type {string} */ name) => plain(s.fields.find((f) => f.name === name)?.value);
  return ['Subject', 'Target'].some((who) => `${value(`${who}DomainName`)}\\${value(`${who}UserName`)}` === want);
}

/**
 * @param {string} field member of the process
 * @param {unknown} value its value
 * @param {SourceRecord[]} sources
 * @returns {Trace[]}
 */
export function trace(field, value, sources) {
  const events = EVENTS[field];
  if (events) return traceEvent(events, sources);
  const names = NAMES[field];
  if (!names) return [];
  const want = plain(value);
  /** @type {Trace[]} */
  const equal = [];
  /** @type {Trace[]} */
  const named = [];
  sources.forEach((s, record) => {
    const have = (s.fields ?? []).filter((f) => names.includes(f.name));
    if (have.length === 0) return;
    const same = have.some((f) => equals(field, plain(f.value), want)) || (field === 'user' && accountOf(s, want));
    if (same) equal.push({ record, sure: true });
    else named.push({ record, sure: false });
  });
  return equal.length ? equal : named;
}

/** @param {Set<number>} ids @param {SourceRecord[]} sources */
function traceEvent(ids, sources) {
  /** @type {Trace[]} */
  const out = [];
  sources.forEach((s, record) => {
    if (ids.has(s.event_id)) out.push({ record, sure: true });
  });
  return out;
}

/** "Sysmon 1, record 4711, host.evtx". @param {{log: string, event_id: number, record_id?: number, file?: string}} s */
export function sourceWords(s) {
  const log = s.log === 'sysmon' ? 'Sysmon' : s.log === 'security' ? 'Security' : s.log;
  return [`${log} ${s.event_id}`, s.record_id ? `record ${s.record_id}` : 'no record number', s.file].filter(Boolean).join(', ');
}
