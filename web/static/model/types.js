/**
 * The JSON of the API, version 1, as JSDoc types. Nothing here runs.
 * Times are RFC 3339 in UTC. Members that were not recorded are absent.
 *
 * @typedef {{log: string, event_id: number, record_id?: number, file?: string}} Source
 *
 * @typedef {object} SessionBrief
 * @property {string} key
 * @property {string} [logon_id]
 * @property {number} [logon_type]
 * @property {boolean} [builtin]
 * @property {boolean} observed
 * @property {string} [source_ip]
 * @property {boolean} [source_local]
 * @property {string} [source_host]
 *
 * @typedef {object} ProcessRow
 * @property {string} key
 * @property {string} host
 * @property {string} [host_name]
 * @property {string} [guid]
 * @property {number} [pid]
 * @property {string} [image]
 * @property {string} [command_line]
 * @property {string} [current_directory]
 * @property {string} [start]
 * @property {string} [start_hint]
 * @property {string} [end]
 * @property {string} [end_not_after]
 * @property {string} [exit_status]
 * @property {boolean} observed
 * @property {string} [parent]
 * @property {string} [parent_via]
 * @property {{parent: string, source: string}[]} [parent_claims]
 * @property {string} [user]
 * @property {string} [user_name]
 * @property {string} [session]
 * @property {string} [started_by]
 * @property {string} [integrity_level]
 * @property {string} [token_elevation]
 * @property {Record<string,string>} [hashes]
 * @property {string} [original_file_name]
 * @property {string} [description]
 * @property {string} [product]
 * @property {string} [company]
 * @property {string} [file_version]
 * @property {number} [terminal_session_id]
 * @property {{session: string, source_ip?: string}} [remote_origin]
 * @property {string[]} [remote_origin_possible]
 * @property {Source[]} [sources]
 * @property {SessionBrief} [logon]
 * @property {number} child_count
 * @property {string[]} [flags]
 * @property {number} [severity] the highest of its remarks: 3 high, 2 medium, 1 low
 * @property {boolean} match
 * @property {number} [depth]
 *
 * @typedef {object} SessionRow
 * @property {string} key
 * @property {string} host
 * @property {string} [host_name]
 * @property {string} [logon_id]
 * @property {string} [logon_guid]
 * @property {number} [logon_type]
 * @property {string} [user]
 * @property {string} [user_name]
 * @property {string} [start]
 * @property {string} [start_hint]
 * @property {string} [end]
 * @property {string} [end_via]
 * @property {string} [user_logoff]
 * @property {boolean} observed
 * @property {boolean} [builtin]
 * @property {boolean} [elevated]
 * @property {boolean} [privileged]
 * @property {string} [linked]
 * @property {string} [source_ip]
 * @property {number} [source_port]
 * @property {boolean} [source_local]
 * @property {string} [claimed_workstation]
 * @property {string} [source_host]
 * @property {string} [source_host_name]
 * @property {string} [logon_process]
 * @property {string} [auth_package]
 * @property {string} [outbound_identity]
 * @property {number} process_count
 *
 * @typedef {object} AttemptRow a failed logon (4625) or a use of explicit credentials (4648)
 * @property {string} key
 * @property {number} event_id
 * @property {string} host
 * @property {string} [host_name]
 * @property {string} [time]
 * @property {number} [count] records like it
 * @property {string} [user]
 * @property {string} [user_name]
 * @property {string} [target_user]
 * @property {string} [target_user_name]
 * @property {string} [target_host]
 * @property {string} [source_ip]
 * @property {string} [claimed_workstation]
 * @property {number} [logon_type]
 * @property {string} [status]
 * @property {string} [sub_status]
 * @property {string} [process] the key of the process that asked
 * @property {string} [process_image]
 * @property {string} [session]
 * @property {Source[]} [sources]
 *
 * @typedef {{image: string, count: number}} ImageCount
 * @typedef {{provider: string, event_id: number, count: number, used: boolean, title?: string}} EventCount
 *
 * @typedef {object} HostSummary
 * @property {string} key
 * @property {string} name
 * @property {string[]} [aliases]
 * @property {string[]} [addresses]
 * @property {string} [first]
 * @property {string} [last]
 * @property {number} process_count
 * @property {number} stub_count
 * @property {number} session_count
 * @property {number} attempt_count
 * @property {number} root_count
 * @property {number} standout_count
 *
 * @typedef {object} UserSummary
 * @property {string} key
 * @property {string} [sid]
 * @property {string} [name]
 * @property {string[]} [names]
 * @property {string} [user_kind]
 * @property {number} process_count
 * @property {number} session_count
 * @property {number} host_count
 *
 * @typedef {object} Standout
 * @property {string} rule
 * @property {string} about
 * @property {string} about_kind
 * @property {string} host
 * @property {string} [time]
 * @property {boolean} [time_hint]
 * @property {number} severity
 * @property {string} title
 * @property {string} [detail]
 * @property {string[]} [techniques]
 *
 * @typedef {object} Warning
 * @property {string} key
 * @property {string} class
 * @property {string} [about]
 * @property {string} [detail]
 * @property {string} [host]
 * @property {string} [log]
 * @property {string} [time]
 * @property {string} [user]
 * @property {string} [host_name]
 * @property {string} [user_name]
 * @property {WarningSubject} [subject] what it is about, where that is a thing of the graph
 *
 * @typedef {{kind: string, name?: string, pid?: number, logon_id?: string, host?: string, host_name?: string, start?: string}} WarningSubject
 *
 * @typedef {{class: string, count: number, title: string, meaning: string, advice: string}} WarningClass
 *
 * @typedef {object} SourceRecord
 * @property {string} log
 * @property {number} event_id
 * @property {number} [record_id]
 * @property {string} [file]
 * @property {string} [computer]
 * @property {string} [time]
 * @property {string} [time_zone]
 * @property {string} [utc_time]
 * @property {{name: string, value: string}[]} fields
 * @property {string[]} [flaws]
 *
 * @typedef {object} ProcessDetails
 * @property {ProcessRow} process
 * @property {ProcessRow} [parent]
 * @property {SessionRow} [session]
 * @property {string} [started_by_name]
 * @property {{source: string, process: ProcessRow}[]} [claims]
 * @property {SourceRecord[]} [sources]
 * @property {{kind: string, text: string}[]} [decoded]
 * @property {Warning[]} [warnings]
 * @property {Standout[]} [standouts]
 * @property {SessionRow[]} [remote_origins_possible]
 *
 * @typedef {object} FileReport
 * @property {string} file
 * @property {string} name
 * @property {number} [size]
 * @property {string} [format]
 * @property {string[]} [shapes]
 * @property {number} records_read
 * @property {number} records_used
 * @property {number} records_ignored
 * @property {number} duplicates_dropped
 * @property {number} lines_rejected
 * @property {{line?: number, record?: number, offset?: number, reason: string}[]} [rejected]
 * @property {string[]} [notices]
 * @property {string} [first]
 * @property {string} [last]
 * @property {boolean} [no_zone] first and last are as written, not UTC
 * @property {string[]} [hosts]
 * @property {EventCount[]} [events]
 * @property {string} [refused]
 *
 * @typedef {{provider: string, event_id: number, title: string, consequence: string, how: string}} MissingEvent
 * @typedef {{running: boolean, files_done: number, files_total: number, bytes_done: number, bytes_total: number, current?: string, records: number, error?: string}} IngestState
 */

/**
 * A node of a lineage or of the graph: the member of its kind is set.
 *
 * @typedef {object} LineageNode
 * @property {string} id kind and key, joined by "~"
 * @property {string} node_kind
 * @property {string} key
 * @property {string} role focus, ancestor, descendant, origin or consequence
 * @property {number} hop
 * @property {ProcessRow} [process]
 * @property {SessionRow} [session]
 * @property {number} [hidden_children]
 * @property {number} [hidden_candidates]
 * @property {boolean} [more_above]
 *
 * @typedef {object} LineageLink
 * @property {string} from
 * @property {string} to
 * @property {string} kind spawned, ran-in or logon
 * @property {string} confidence
 * @property {number} [elapsed_ms]
 * @property {boolean} [whole_seconds]
 * @property {boolean} [approximate]
 * @property {string} [why]
 * @property {string} [attempt]
 * @property {number} [more]
 *
 * @typedef {{focus: string, nodes: LineageNode[], links: LineageLink[], notes: string[]}} Lineage
 *
 * @typedef {{id: string, node_kind: string, key: string, process?: ProcessRow, session?: SessionRow, host?: HostSummary, user?: UserSummary}} GraphItem
 * @typedef {{relation: string, out: boolean, confidence?: string, items: GraphItem[], total: number, by_image?: ImageCount[]}} NeighbourGroup
 * @typedef {{node: GraphItem, groups: NeighbourGroup[]}} Neighbourhood
 * @typedef {{found: boolean, nodes: GraphItem[], links: {from: string, to: string, relation: string, confidence?: string}[], asked: number, gave_up?: string}} Connection
 */

/**
 * @template T
 * @typedef {{items: T[], next?: string, total: number, of: number}} List
 */
export {};
