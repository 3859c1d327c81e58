/**
 * Codes of Windows and of procgraph in plain words. Pure.
 * Logon types: Microsoft's page of event 4624. Statuses: its page of event 4625.
 */

/** @type {Record<number, string>} */
const LOGON_TYPES = {
  0: 'System', 2: 'Interactive', 3: 'Network', 4: 'Batch', 5: 'Service', 7: 'Unlock', 8: 'Network cleartext',
  9: 'New credentials', 10: 'Remote desktop', 11: 'Cached', 12: 'Cached remote desktop', 13: 'Cached unlock',
};

/** @param {number|undefined} type */
export function logonType(type) {
  if (type === undefined) return '';
  return LOGON_TYPES[type] ?? `Type ${type}`;
}

/** @type {Record<string, string>} */
const BUILT_IN = { '0x3e7': 'System', '0x3e4': 'Network service', '0x3e5': 'Local service', '0x3e6': 'Anonymous' };

/**
 * A session in a few words: "Network from 192.0.2.11".
 * @param {import('./types.js').SessionBrief|undefined} s
 */
export function logonWords(s) {
  if (!s) return '';
  if (s.builtin) return BUILT_IN[s.logon_id ?? ''] ?? 'Built-in session';
  const kind = s.logon_type !== undefined ? logonType(s.logon_type) : '';
  const from = s.source_host || s.source_ip;
  if (kind && s.source_local) return `${kind}, local`;
  if (kind && from) return `${kind} from ${from}${s.source_host && s.source_ip ? ` (${s.source_ip})` : ''}`;
  if (kind) return kind;
  return s.logon_id ? `Logon ${s.logon_id}` : 'Logon not recorded';
}

/** A session's row in a few words. @param {import('./types.js').SessionRow} s */
export function sessionWords(s) {
  return logonWords({ ...s, source_host: s.source_host_name });
}

/** The same where there is little room: the host's first label, and no address beside it. @param {import('./types.js').SessionRow} s */
export function shortSessionWords(s) {
  return logonWords({ ...s, source_host: shortHost(s.source_host_name ?? ''), source_ip: s.source_host_name ? '' : s.source_ip });
}

/** The name of a user without its domain. @param {string|undefined} name */
export function bareUser(name = '') {
  return name.slice(name.lastIndexOf('\\') + 1);
}

/** How a session ended. @param {string|undefined} via */
export function endVia(via) {
  if (via === '4634') return 'logged off (4634)';
  if (via === '4647') return 'the user logged off (4647)';
  if (via === 'boot') return 'ended by a boot at the latest';
  return via ?? '';
}

/** @type {Record<string, string>} */
const STATUSES = {
  '0xc0000064': 'no such user', '0xc000006a': 'wrong password', '0xc000006d': 'wrong user name or password',
  '0xc000006e': 'account restriction', '0xc000006f': 'outside the allowed hours', '0xc0000070': 'not from this workstation',
  '0xc0000071': 'password expired', '0xc0000072': 'account disabled', '0xc000015b': 'logon type not granted',
  '0xc0000193': 'account expired', '0xc0000224': 'password must change', '0xc0000234': 'account locked out',
  '0xc0000133': 'clocks too far apart', '0xc000005e': 'no logon server', '0xc0000413': 'authentication firewall',
};

/** @param {string|undefined} code */
export function statusWords(code) {
  return code ? STATUSES[code.toLowerCase()] ?? code : '';
}

/** @type {Record<string, string>} */
const ELEVATION = {
  '%%1936': 'Full token (type 1: no UAC filtering)', '%%1937': 'Elevated token (type 2)', '%%1938': 'Limited token (type 3)',
};

/** @param {string|undefined} code */
export function elevationWords(code) {
  return code ? ELEVATION[code] ?? code : '';
}

/** @param {string|undefined} via */
export function parentVia(via) {
  if (via === 'guid') return 'named by its GUID';
  if (via === 'pid-time') return 'found by PID and lifetime';
  return via ?? '';
}

/** @typedef {{label: string, tone: 'high'|'warn'|'info'}} FlagWords */

/** The warning classes of the export, each as a short label. @type {Record<string, [string, 'warn'|'info']>} */
const FLAGS = {
  'pid-reused': ['PID reused', 'info'],
  'parent-stub': ['parent not observed', 'info'],
  'parent-guid-missing': ['parent GUID missing', 'info'],
  'parent-cycle': ['parent named in a circle', 'warn'],
  'parent-mismatch': ['sources name two parents', 'warn'],
  'guid-collision': ['GUID used twice', 'warn'],
  'machine-id-shared-by-hosts': ['machine id shared', 'warn'],
  'host-name-ambiguous': ['host name ambiguous', 'warn'],
  'duplicate-record': ['record repeated', 'info'],
  'record-number-conflict': ['record number conflict', 'warn'],
  'record-gap': ['records missing', 'warn'],
  'log-cleared': ['log cleared', 'warn'],
  'input-incomplete': ['input incomplete', 'warn'],
  'field-lost': ['field lost', 'warn'],
  'schema-mismatch': ['values misplaced', 'warn'],
  'time-unparseable': ['time unreadable', 'warn'],
  'time-sources-disagree': ['times disagree', 'warn'],
  'time-zone-inferred': ['zone inferred', 'info'],
  'clock-stepped-back': ['clock stepped back', 'warn'],
  'clock-skew-suspected': ['clock skew suspected', 'warn'],
  'session-not-closed': ['session not closed', 'info'],
  'session-start-unknown': ['session start unknown', 'info'],
  'exit-unattached': ['exit unattached', 'info'],
  'exit-without-start': ['exit without start', 'info'],
  'value-truncated': ['value cut', 'warn'],
  'text-repaired': ['text repaired', 'info'],
  'unsafe-text': ['hidden characters', 'warn'],
  'workstation-address-disagree': ['workstation and address disagree', 'warn'],
};

/**
 * A flag of a row: a warning class, or else the rule of a standout.
 * @param {string} flag @param {number} [severity] the highest of the row's standouts @returns {FlagWords}
 */
export function flagWords(flag, severity = 3) {
  const known = FLAGS[flag];
  if (known) return { label: known[0], tone: known[1] };
  return { label: flag.replace(/-/g, ' '), tone: severityTone(severity) };
}

/** @param {number} severity @returns {'high'|'warn'|'info'} */
export function severityTone(severity) {
  return severity >= 3 ? 'high' : severity === 2 ? 'warn' : 'info';
}

/** Says whether a flag is a rule's remark and not a warning class. @param {string} flag */
export function isRule(flag) {
  return !(flag in FLAGS);
}

/** @param {number} severity */
export function severityWords(severity) {
  return severity >= 3 ? 'High' : severity === 2 ? 'Medium' : 'Low';
}

/** @type {Record<string, string>} */
const USER_KINDS = {
  account: 'account', machine: 'computer account', virtual: 'virtual account', anonymous: 'anonymous', wellknown: 'built-in account',
};

/** @param {string|undefined} kind */
export function userKind(kind) {
  return kind ? USER_KINDS[kind] ?? kind : '';
}

/** 12,345 @param {number|undefined} n */
export function count(n) {
  return (n ?? 0).toLocaleString('en-US');
}

/** "1 host", "2 hosts". @param {number|undefined} n @param {string} one @param {string} [many] */
export function counted(n, one, many = `${one}s`) {
  return `${count(n)} ${n === 1 ? one : many}`;
}

/** @param {number|undefined} n */
export function bytes(n) {
  if (n === undefined) return '';
  if (n < 1024) return `${n} B`;
  const units = ['KB', 'MB', 'GB', 'TB'];
  let v = n / 1024;
  let i = 0;
  while (v >= 1024 && i < units.length - 1) {
    v /= 1024;
    i++;
  }
  return `${v < 10 ? v.toFixed(1) : Math.round(v)} ${units[i]}`;
}

/** The last part of a Windows or POSIX path. @param {string|undefined} path */
export function baseName(path) {
  if (!path) return '';
  const trimmed = path.replace(/[\\/]+$/, '');
  return trimmed.slice(Math.max(trimmed.lastIndexOf('\\'), trimmed.lastIndexOf('/')) + 1) || path;
}

/** The name of a process for titles: image base name, else PID, else "unknown process". @param {{image?: string, pid?: number}} p */
export function processName(p) {
  return baseName(p.image) || (p.pid !== undefined ? `PID ${p.pid}` : 'unknown process');
}

/** The PID to show beside {@link processName}: "" where that name already is the PID. @param {{image?: string, pid?: number}} p */
export function pidBeside(p) {
  return p.pid !== undefined && baseName(p.image) ? String(p.pid) : '';
}

/** @type {Set<string>} first labels that several hosts of the case have */
const sharedLabels = new Set();

/** @param {string} name */
const firstLabel = (name) => name.split('.', 1)[0];

/** Tells {@link shortHost} the hosts of the case: of those with one first label, none is cut. @param {string[]} names */
export function knowHosts(names) {
  sharedLabels.clear();
  const seen = new Set();
  for (const label of names.map((n) => firstLabel(n).toLowerCase())) {
    if (seen.has(label)) sharedLabels.add(label);
    seen.add(label);
  }
}

/** The first label of a host's name where that is one host only; an address stays whole. @param {string} name */
export function shortHost(name) {
  const label = firstLabel(name);
  return /^[\d.]+$|:/.test(name) || sharedLabels.has(label.toLowerCase()) ? name : label;
}

/**
 * The folder that all these paths are in, with its separator at the end; "" when there is none in common.
 * @param {string[]} paths
 */
export function commonFolder(paths) {
  if (paths.length < 2) return '';
  let prefix = paths[0];
  for (const p of paths) {
    let i = 0;
    while (i < prefix.length && prefix[i] === p[i]) i++;
    prefix = prefix.slice(0, i);
  }
  return prefix.slice(0, Math.max(prefix.lastIndexOf('/'), prefix.lastIndexOf('\\')) + 1);
}
