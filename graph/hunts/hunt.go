package hunts

// Hunt is one saved question.
type Hunt struct {
	// Name is the file's, without its ending: lower-case words joined by hyphens.
	Name     string `json:"name"`
	Title    string `json:"title"`
	Question string `json:"question"`
	Why      string `json:"why,omitempty"`
	// Attack are ids of ATT&CK techniques.
	Attack []string `json:"attack,omitempty"`
	Params []Param  `json:"params,omitempty"`
	// Hit says what a row means, FalsePositives what looks alike.
	Hit            string `json:"hit,omitempty"`
	FalsePositives string `json:"false_positives,omitempty"`
	Cypher         string `json:"cypher"`
	// Own says that it comes from the user's folder.
	Own bool `json:"own,omitempty"`
}

// Type is what a parameter takes, see the package.
type Type string

// The types.
const (
	Text  Type = "text"
	Key   Type = "key"
	Int   Type = "int"
	Bool  Type = "bool"
	List  Type = "list"
	Ints  Type = "ints"
	Map   Type = "map"
	Rules Type = "rules"
)

// Param is a parameter of a hunt.
type Param struct {
	Name     string `json:"name"`
	Type     Type   `json:"type"`
	Required bool   `json:"required,omitempty"`
	// Default is as written in the file; empty for a required one.
	Default string `json:"default,omitempty"`
	Meaning string `json:"meaning"`
	// Min and Max bound an Int.
	Min int64 `json:"min,omitempty"`
	Max int64 `json:"max,omitempty"`
	// Allowed, when not empty, are the only values of a Text.
	Allowed []string `json:"allowed,omitempty"`
}

// Problem is a file of the user's folder that cannot be used.
type Problem struct {
	File string `json:"file"`
	// Line counts from 1; 0: the whole file.
	Line   int    `json:"line,omitempty"`
	Reason string `json:"reason"`
}
