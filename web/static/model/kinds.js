/**
 * The kind of a process by its image's base name, for its icon. A kind is a help
 * for the eye and proves nothing: a file may have any name. Pure.
 */
import { baseName } from './words.js';

/** @typedef {'shell'|'powershell'|'script'|'office'|'browser'|'system'|'service'|'remote'|'tool'|'desktop'|'unknown'|'app'} ImageKind */

/** @type {[ImageKind, string[]][]} */
const TABLE = [
  ['shell', ['cmd', 'command', 'bash', 'sh', 'wsl', 'conhost', 'openconsole', 'windowsterminal', 'ftp']],
  ['powershell', ['powershell', 'pwsh', 'powershell_ise']],
  ['script', ['wscript', 'cscript', 'mshta', 'python', 'pythonw', 'perl', 'node', 'java', 'javaw', 'wmic', 'hh', 'msbuild', 'installutil', 'regsvr32', 'rundll32', 'regasm', 'regsvcs', 'csc', 'dllhost', 'msiexec']],
  ['office', ['winword', 'excel', 'powerpnt', 'outlook', 'onenote', 'msaccess', 'mspub', 'visio', 'acrord32', 'acrobat', 'wordpad', 'eqnedt32', 'winproj']],
  ['browser', ['chrome', 'msedge', 'firefox', 'iexplore', 'microsoftedge', 'opera', 'brave', 'microsoftedgecp', 'msedgewebview2']],
  ['system', ['system', 'registry', 'smss', 'csrss', 'wininit', 'winlogon', 'lsass', 'lsaiso', 'services', 'system idle process', 'idle', 'memcompression', 'memory compression', 'dwm', 'fontdrvhost', 'logonui', 'userinit', 'sihost', 'ntoskrnl', 'werfault', 'secure system', 'vmmem']],
  ['service', ['svchost', 'spoolsv', 'taskhost', 'taskhostw', 'taskeng', 'searchindexer', 'searchprotocolhost', 'searchfilterhost', 'msmpeng', 'nissrv', 'trustedinstaller', 'tiworker', 'vmtoolsd', 'sysmon', 'sysmon64', 'dfsrs', 'dns', 'ismserv', 'sqlservr', 'w3wp', 'audiodg', 'sppsvc', 'unsecapp', 'wudfhost', 'googleupdate', 'mousocoreworker', 'wuauclt', 'backgroundtaskhost', 'runtimebroker']],
  ['remote', ['wmiprvse', 'wsmprovhost', 'winrshost', 'psexec', 'psexec64', 'psexesvc', 'mstsc', 'rdpclip', 'tstheme', 'sshd', 'ssh', 'plink', 'paexec', 'winrs', 'anydesk', 'teamviewer', 'mmc', 'schtasks', 'at', 'sc']],
  ['tool', ['whoami', 'net', 'net1', 'nltest', 'ipconfig', 'systeminfo', 'tasklist', 'taskkill', 'quser', 'query', 'qwinsta', 'nslookup', 'ping', 'arp', 'route', 'netstat', 'netsh', 'reg', 'regedit', 'certutil', 'bitsadmin', 'wevtutil', 'vssadmin', 'bcdedit', 'procdump', 'procdump64', 'mimikatz', 'rubeus', 'sharphound', 'adfind', 'dsquery', 'hostname', 'findstr', 'find', 'curl', 'attrib', 'icacls', 'takeown', 'wbadmin', 'esentutl', 'ntdsutil', 'cmdkey', 'klist', 'gpresult', 'tree', 'more', 'timeout', 'choice']],
  ['desktop', ['explorer', 'notepad', 'calc', 'calculator', 'taskmgr', 'mspaint', 'searchui', 'startmenuexperiencehost', 'shellexperiencehost', 'ctfmon', 'applicationframehost', 'onedrive', 'teams', 'slack']],
];

/** @type {Map<string, ImageKind>} */
const KINDS = new Map(TABLE.flatMap(([kind, names]) => names.map((n) => /** @type {[string, ImageKind]} */ ([n, kind]))));

/** @param {string|undefined} image @returns {ImageKind} */
export function kindOf(image) {
  if (!image) return 'unknown';
  const base = baseName(image).toLowerCase().replace(/\.(exe|com|scr|sys)$/, '');
  return KINDS.get(base) ?? 'app';
}

/** @type {Record<ImageKind, string>} */
export const KIND_WORDS = {
  shell: 'command shell', powershell: 'PowerShell', script: 'script or code host', office: 'office or document application',
  browser: 'browser', system: 'Windows system process', service: 'service or background task', remote: 'remote control or remote execution',
  tool: 'administration or discovery tool', desktop: 'desktop application', unknown: 'image not recorded', app: 'application',
};
