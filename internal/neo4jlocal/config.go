package neo4jlocal

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
)

// The memory of a server in MiB, unless told otherwise, and the least that it works with.
const (
	DefaultHeapMB      = 512
	DefaultPageCacheMB = 256
	leastHeapMB        = 256
	leastPageCacheMB   = 32
)

// confText is neo4j.conf for a port and memory in MiB. The names are those of
// the Operations Manual's page "Configuration settings"; an unknown one keeps the
// server from starting.
func confText(port, heapMB, pageCacheMB int) string {
	address := fmt.Sprintf("127.0.0.1:%d", port)
	lines := []string{
		"# Written at each start: changes do not stay.",
		"server.config.strict_validation.enabled=true",
		"server.default_listen_address=127.0.0.1",
		"server.bolt.enabled=true",
		"server.bolt.listen_address=" + address,
		"server.bolt.advertised_address=" + address,
		"server.http.enabled=false",
		"server.https.enabled=false",
		"dbms.security.auth_enabled=true",
		"dbms.usage_report.enabled=false",
		"# No query reads a file or an address.",
		"dbms.security.allow_csv_import_from_file_urls=false",
		"internal.dbms.cypher_ip_blocklist=0.0.0.0/0,::/0",
		"# Of the procedures only those of the schema, the indexes and the drivers.",
		"dbms.security.procedures.allowlist=db.*,dbms.components,dbms.info,dbms.listConfig,dbms.routing.*,dbms.cluster.routing.*,tx.*",
		"# A query cannot take the server down: its memory and time are bounded.",
		fmt.Sprintf("server.memory.pagecache.size=%dm", pageCacheMB),
		fmt.Sprintf("db.memory.transaction.max=%dm", heapMB*3/8),
		fmt.Sprintf("dbms.memory.transaction.total.max=%dm", heapMB*5/8),
		"db.transaction.timeout=10m",
		"# All is written back before the network is closed: nothing to wait ten seconds for.",
		"internal.dbms.bolt.netty_server_shutdown_quiet_period=0",
		"# The logs of a laptop's server need not be long.",
		"db.tx_log.rotation.size=64m",
		"db.tx_log.rotation.retention_policy=256M size",
	}
	return strings.Join(lines, "\n") + "\n"
}

// javaArguments is the argument file of the Java machine (the java command's
// page, "java Command-Line Argument Files"): a class path of two hundred files
// is too long for a command line on Windows.
func javaArguments(r Release, classPath []string, heapMB int) string {
	arguments := []string{
		fmt.Sprintf("-Xms%dm", min(heapMB, 256)),
		fmt.Sprintf("-Xmx%dm", heapMB),
		"-XX:+UseG1GC",
		"-XX:+ExitOnOutOfMemoryError",
		"-XX:-OmitStackTraceInFastThrow",
		"-Djava.awt.headless=true",
		"-Dfile.encoding=UTF-8",
		"-Dlog4j2.disable.jmx=true",
		"--add-opens=java.base/java.nio=ALL-UNNAMED",
		"--add-opens=java.base/java.io=ALL-UNNAMED",
		"--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
	}
	arguments = append(arguments, r.flags...)
	arguments = append(arguments, "-cp", strings.Join(classPath, string(filepath.ListSeparator)))
	var b strings.Builder
	for _, argument := range arguments {
		b.WriteString(quoteArgument(argument) + "\n")
	}
	return b.String()
}

// quoteArgument writes one argument for an argument file.
func quoteArgument(s string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(s) + `"`
}

// configure writes the server's configuration.
func (p place) configure(o Options, port int, classPath []string) error {
	for _, folder := range []string{p.home(), p.conf(), filepath.Dir(p.log())} {
		if err := os.MkdirAll(folder, 0o700); err != nil {
			return fmt.Errorf("making the folder of the server: %w", err)
		}
	}
	if err := os.WriteFile(filepath.Join(p.conf(), "neo4j.conf"), []byte(confText(port, o.HeapMB, o.PageCacheMB)), 0o600); err != nil {
		return fmt.Errorf("writing the server's configuration: %w", err)
	}
	if err := os.WriteFile(filepath.Join(p.conf(), "java.args"), []byte(javaArguments(p.release, classPath, o.HeapMB)), 0o600); err != nil {
		return fmt.Errorf("writing the server's configuration: %w", err)
	}
	return nil
}
