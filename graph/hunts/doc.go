// Package hunts holds saved questions to the graph in Cypher, those that come with
// the program and those that users keep in a folder.
//
// A hunt is a text file NAME.cypher: a header of comment lines, then one query.
//
//	// title: one line
//	// question: what it answers
//	// why: why it matters
//	// attack: T1059.001, T1204
//	// param: NAME TYPE [BOUNDS] = DEFAULT -- meaning
//	// hit: what a row looks like
//	// false positives: what looks alike
//	MATCH (p:Process {caseName: $case}) ...
//
// title and question are required; param may be repeated. A header line that goes
// on is continued by "//   ", three spaces or more. The types of parameters:
//
//	text [a|b|c]   "quoted", or one of the words
//	key            a key of the export; "required" in place of "= DEFAULT" asks for one
//	int LOW..HIGH  a whole number
//	bool           true or false
//	list           "quoted" values and @table, separated by commas
//	ints           whole numbers separated by commas
//	map            @table, @table: from a name to a list of texts
//	rules          @table: a list of {name, words}
//
// Tables are those of package tables; a file tables/NAME.txt in the user's folder
// stands for the one that comes with the program. $case and $keyPrefix are bound by
// the store. Every parameter of the query is declared and every declared one used,
// and the query passes package cypherguard.
package hunts
