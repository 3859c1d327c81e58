// Package cypherguard reads the words of a Cypher query and refuses those that a
// read-only investigation has no use for. It is the first of several layers: it
// looks at tokens alone and needs no server. What it lets pass still runs with read
// access, after the server's own plan was checked.
//
// It refuses, each with line and column:
//   - statements other than queries, several statements, preparser options, PROFILE;
//   - LOAD CSV, PERIODIC COMMIT, USE, CALL {...} IN TRANSACTIONS and writing clauses;
//   - procedures and functions that are not on its lists;
//   - text in which tokens could hide: \uXXXX outside of strings and names, or for a
//     character that ends them; control and invisible characters; comments in comments;
//   - forms that a server cannot be held to a time limit on: it checks its limit
//     between rows and not within one expression (seen on 5.26). So loops within an
//     expression, their ranges and regular expressions are bounded here.
//
// Where a reading is in doubt it takes the one that refuses. The lexical rules are
// those of the Cypher Manual, "Parsing" and "Naming rules and recommendations".
package cypherguard
