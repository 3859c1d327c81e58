/**
 * Moments as the page shows them. The API gives RFC 3339 in UTC with the digits
 * that the source had; they are never rounded. Pure, save for the zone tables of
 * the browser.
 */

/** @type {Map<string, Intl.DateTimeFormat>} */
const formats = new Map();

let ownZone = '';

/** The zone of this browser. */
export function localZone() {
  // Asking the browser takes it tens of milliseconds.
  ownZone ||= Intl.DateTimeFormat().resolvedOptions().timeZone || 'UTC';
  return ownZone;
}

/** @param {string} zone "UTC", "local" or an IANA name */
export function resolveZone(zone) {
  if (zone === 'local') return localZone();
  try {
    formatOf(zone);
    return zone;
  } catch {
    return 'UTC';
  }
}

/** @param {string} zone */
function formatOf(zone) {
  let f = formats.get(zone);
  if (!f) {
    f = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit',
      hour: '2-digit', minute: '2-digit', second: '2-digit',
    });
    formats.set(zone, f);
  }
  return f;
}

/** The fractional digits of an RFC 3339 text, as recorded. @param {string} text */
export function fraction(text) {
  const m = /\.(\d+)/.exec(text);
  return m ? m[1] : '';
}

/**
 * @param {string} text RFC 3339 @param {string} zone resolved zone
 * @returns {{date: string, time: string, fraction: string}|null} null when it is no time
 */
export function parts(text, zone) {
  const ms = Date.parse(text);
  if (!text || Number.isNaN(ms)) return null;
  if (zone === 'UTC') {
    const iso = new Date(ms).toISOString();
    return { date: iso.slice(0, 10), time: iso.slice(11, 19), fraction: fraction(text) };
  }
  /** @type {Record<string,string>} */
  const p = {};
  for (const part of formatOf(zone).formatToParts(ms)) p[part.type] = part.value;
  return { date: `${p.year}-${p.month}-${p.day}`, time: `${p.hour}:${p.minute}:${p.second}`, fraction: fraction(text) };
}

/** Milliseconds of a fraction: at most three digits. @param {string} f */
function millis(f) {
  return f ? `.${f.slice(0, 3)}` : '';
}

/** Date and time with milliseconds. @param {string|undefined} text @param {string} zone */
export function stamp(text, zone) {
  const p = text ? parts(text, zone) : null;
  return p ? `${p.date} ${p.time}${millis(p.fraction)}` : '';
}

/** When a process or session began; "≈" before what only its GUID tells. @param {{start?: string, start_hint?: string}} n @param {string} zone */
export function beginStamp(n, zone) {
  if (n.start) return stamp(n.start, zone);
  return n.start_hint ? `≈ ${stamp(n.start_hint, zone)}` : '';
}

/** Date and time with every digit recorded, and the zone. @param {string|undefined} text @param {string} zone */
export function fullStamp(text, zone) {
  const p = text ? parts(text, zone) : null;
  if (!p) return '';
  return `${p.date} ${p.time}${p.fraction ? `.${p.fraction}` : ''} ${zone === 'UTC' ? 'UTC' : `${zone} (${offsetName(Date.parse(/** @type {string} */ (text)), zone)})`}`;
}

/** The minutes that a zone is ahead of UTC at a moment. @param {number} ms @param {string} zone */
export function offsetMinutes(ms, zone) {
  if (zone === 'UTC') return 0;
  const whole = Math.floor(ms / 1000) * 1000;
  const p = parts(new Date(whole).toISOString(), zone);
  return p ? Math.round((Date.parse(`${p.date}T${p.time}Z`) - whole) / 60000) : 0;
}

/** "+01:00". @param {number} ms @param {string} zone */
export function offsetName(ms, zone) {
  const m = offsetMinutes(ms, zone);
  const abs = Math.abs(m);
  return `${m < 0 ? '−' : '+'}${String(Math.floor(abs / 60)).padStart(2, '0')}:${String(abs % 60).padStart(2, '0')}`;
}

/** The number of units and the rest. @param {number} ms */
export function duration(ms) {
  if (!Number.isFinite(ms) || ms < 0) return '';
  if (ms < 1000) return `${Math.round(ms)} ms`;
  const s = ms / 1000;
  if (s < 60) return `${s < 10 ? s.toFixed(1) : Math.floor(s)} s`;
  const m = Math.floor(s / 60);
  if (m < 60) return `${m} min ${Math.floor(s % 60)} s`;
  const h = Math.floor(m / 60);
  if (h < 24) return `${h} h ${m % 60} min`;
  const d = Math.floor(h / 24);
  if (d < 730) return `${d} d ${h % 24} h`;
  return `${Math.floor(d / 365)} y ${d % 365} d`;
}

/**
 * How long from one recorded time to another, no finer than the coarser of the two:
 * between whole seconds, "< 1 s" and not "0 ms".
 * @param {string|undefined} from RFC 3339 @param {string|undefined} to
 */
export function between(from, to) {
  if (!from || !to) return '';
  const ms = Date.parse(to) - Date.parse(from);
  if (fraction(from) && fraction(to)) return duration(ms);
  return wholeSeconds(ms);
}

/** How long between two times of which one is in whole seconds: "< 1 s" and not "0 ms". @param {number} ms */
export function wholeSeconds(ms) {
  if (Math.abs(ms) < 1000) return '< 1 s';
  return ms > 0 && ms < 10_000 ? `${Math.round(ms / 1000)} s` : duration(ms);
}

/**
 * Reads what a person types for a time, in a zone: "2024-03-05", "2024-03-05 14:50",
 * with seconds and a fraction; an offset or Z in the text counts before the zone.
 * @param {string} typed @param {string} zone resolved
 * @param {'from'|'to'} edge a bare date or minute means its beginning, or its end for "to"
 * @returns {string|null} RFC 3339 in UTC, "" for nothing, null when it cannot be read
 */
export function readTyped(typed, zone, edge) {
  const text = typed.trim();
  if (text === '') return '';
  const m = /^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{2}):(\d{2})(?::(\d{2})(?:\.(\d{1,7}))?)?)?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$/i.exec(text);
  if (!m) return null;
  const end = edge === 'to';
  const time = m[4] ? `${m[4]}:${m[5]}:${m[6] ?? (end ? '59' : '00')}` : end ? '23:59:59' : '00:00:00';
  const frac = m[7] ?? (end ? '9999999' : '');
  const wall = Date.parse(`${m[1]}-${m[2]}-${m[3]}T${time}Z`);
  if (Number.isNaN(wall)) return null;
  const minutes = m[8] ? typedOffset(m[8]) : zoneAtWall(wall, zone);
  const utc = new Date(wall - minutes * 60000).toISOString().slice(0, 19);
  return `${utc}${frac ? `.${frac}` : ''}Z`;
}

/** @param {string} text */
function typedOffset(text) {
  const m = /^([+-])(\d{2}):?(\d{2})$/.exec(text);
  return m ? (m[1] === '-' ? -1 : 1) * (Number(m[2]) * 60 + Number(m[3])) : 0;
}

/** The offset that a wall clock time has: tried twice, for the days when it changes. @param {number} wall @param {string} zone */
function zoneAtWall(wall, zone) {
  const guess = offsetMinutes(wall, zone);
  return offsetMinutes(wall - guess * 60000, zone);
}
