// Package standout finds what an analyst should look at first: fixed rules over
// the resolved graph of one host. It is pure: the same graph gives the same
// remarks in the same order, and nothing is read or written.
//
// A remark is a hint and no verdict. Rules say what was seen in plain words,
// name the ATT&CK techniques it may belong to, and leave out the everyday cases
// that are known to look alike. They read what the graph states (images,
// command lines, parents, sessions, warnings) and never guess a parent or a
// source that the resolver did not prove.
package standout
