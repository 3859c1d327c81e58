package graph

import "strings"

// BaseName is the last element of a Windows or POSIX path, in lower case.
func BaseName(path string) string {
	return strings.ToLower(path[strings.LastIndexAny(path, `\/`)+1:])
}
