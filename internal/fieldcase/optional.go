package fieldcase

import "encoding/json"

// Optional is a member that may be missing (not to be checked), null (must be
// left out of the export) or a value.
type Optional[T any] struct {
	// Given says that the member was there, be it null.
	Given bool
	// Value is nil for null.
	Value *T
}

// UnmarshalJSON is called for every member that is there, also for null.
func (o *Optional[T]) UnmarshalJSON(data []byte) error {
	o.Given = true
	return json.Unmarshal(data, &o.Value)
}

// or is the value, or instead where there is none.
func (o Optional[T]) or(instead T) T {
	if o.Value == nil {
		return instead
	}
	return *o.Value
}
