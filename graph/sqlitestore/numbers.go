package sqlitestore

import (
	"errors"

	"github.com/procgraph/procgraph/graph/answer"
)

func (u *update) setUserNumbers(host int64, users map[string]*answer.UserNumbers) error {
	if err := u.exec("drop-user-numbers", host); err != nil {
		return err
	}
	put, err := newBulk(u, "put-user-numbers")
	if err != nil {
		return err
	}
	for key, n := range users {
		id, err := u.term(key)
		if err == nil {
			err = put.add(id, host, n.Processes, n.Sessions)
		}
		if err != nil {
			return errors.Join(err, put.abandon())
		}
	}
	return put.close()
}
