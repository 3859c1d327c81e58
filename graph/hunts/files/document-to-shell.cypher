// title: A document, browser, web server or Java led to a shell
// question: Where did Office, a PDF reader, a browser, a web server or Java lead to a shell, script host or proxy of code within some generations?
// why: A macro, an exploit or a web shell ends in a command interpreter.
// attack: T1204.002, T1059, T1190, T1505.003, T1218
// param: origins list = @documents, @browsers, @web-servers, @java -- programs that take in what others made
// param: shells list = @powershells, @script-hosts, @runners -- programs that run commands
// param: generations int 1..6 = 3 -- how far below the shell may stand
// param: ignore list = "chrome-extension://", "\\\\.\\pipe\\chrome.nativemessaging." -- parts of command lines, in lower case, that are everyday use
// param: limit int 1..10000 = 200 -- the most rows
// hit: winword.exe that started wscript.exe, w3wp.exe that started cmd.exe. Of a chain of shells only the first is a row; its descendants tell the rest.
// false positives: Browser extensions with native messaging (left out by "ignore"), add-ins that call a script, build servers on Java, web applications that call a converter.
MATCH (origin:Process) USING INDEX origin:Process(caseName, imageName)
WHERE origin.caseName = $case AND origin.imageName IN $origins
MATCH path = (origin)-[:SPAWNED*1..6]->(p:Process)
WHERE length(path) <= $generations
  AND (p.imageName IN $shells OR toLower(p.originalFileName) IN $shells)
  AND none(between IN nodes(path)[1..-1] WHERE coalesce(between.imageName, '') IN $shells
    OR toLower(coalesce(between.originalFileName, '')) IN $shells OR coalesce(between.imageName, '') IN $origins)
  AND none(part IN $ignore WHERE toLower(coalesce(p.commandLine, '')) CONTAINS part)
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, p.userName AS user, origin.imageName AS origin, length(path) AS generations,
  [n IN nodes(path) | coalesce(n.imageName, '?')] AS chain, p.commandLine AS commandLine,
  substring(origin.key, size($keyPrefix)) AS originKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key
LIMIT $limit
