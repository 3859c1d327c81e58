package graph

import "context"

// AllUsers returns all users by name, page after page.
func AllUsers(ctx context.Context, r Reader) ([]UserSummary, error) {
	var all []UserSummary
	for p := (Page{Limit: MaxPage}); ; {
		list, err := r.Users(ctx, p)
		if err != nil {
			return nil, err
		}
		all = append(all, list.Items...)
		if p.After = list.Next; p.After == "" {
			return all, nil
		}
	}
}

// HostsByKey returns all hosts by their key. The map is never nil without an error.
func HostsByKey(ctx context.Context, r Reader) (map[string]*HostSummary, error) {
	list, err := r.Hosts(ctx)
	if err != nil {
		return nil, err
	}
	hosts := make(map[string]*HostSummary, len(list))
	for i := range list {
		hosts[list[i].Key] = &list[i]
	}
	return hosts, nil
}
