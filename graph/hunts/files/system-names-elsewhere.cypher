// title: System names outside their folders
// question: Which programs bear the name of a part of Windows but run from another folder?
// why: A file called svchost.exe in a user's folder is meant to be overlooked.
// attack: T1036.005
// param: names list = @system-names -- programs that live in System32 or its twins only
// param: folders list = @system-folders -- these folders, below the Windows folder
// param: limit int 1..10000 = 200 -- the most rows
// hit: C:\Users\Public\svchost.exe, C:\Windows\svchost.exe.
// false positives: Offline images and installers that run their own copy from a temporary folder. An image that was recorded without a folder tells nothing and is left out, as is the component store (WinSxS).
UNWIND $names AS name
MATCH (p:Process {caseName: $case, imageName: name}) USING INDEX p:Process(caseName, imageName)
WITH p, replace(replace(toLower(p.image), '/', '\\'), '"', '') AS path
WITH p, CASE WHEN path STARTS WITH '\\??\\' OR path STARTS WITH '\\\\?\\' OR path STARTS WITH '\\\\.\\' THEN substring(path, 4) ELSE path END AS path
WITH p, path, split(path, '\\') AS parts
WHERE size(parts) > 1
WITH p, CASE
    WHEN path STARTS WITH '\\device\\' THEN parts[4..]
    WHEN parts[0] IN ['%systemroot%', '%windir%'] THEN parts[1..]
    WHEN path STARTS WITH '\\systemroot\\' THEN parts[2..]
    WHEN parts[0] ENDS WITH ':' THEN parts[2..]
    ELSE [] END AS below
WHERE NOT (size(below) = 2 AND below[0] IN $folders)
  AND NOT (p.imageName = 'wmiprvse.exe' AND size(below) = 3 AND below[0] IN $folders AND below[1] = 'wbem')
  AND NOT (size(below) > 2 AND below[0] = 'winsxs')
RETURN coalesce(p.startTime, p.startHint) AS time, p.hostName AS host, p.userName AS user, p.image AS image, p.commandLine AS commandLine,
  p.originalFileName AS originalFileName, coalesce(p.sha256, p.sha1, p.md5) AS hash,
  substring(p.parentKey, size($keyPrefix)) AS parentKey, substring(p.key, size($keyPrefix)) AS processKey
ORDER BY p.sortTime, p.key
LIMIT $limit
