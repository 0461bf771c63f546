package kernel

import "seminar/kernelext/kernel/history"

// history answers with what was run before: a console asks for it when it starts and
// when its reader searches.
func (k *kernel) history(r *request) {
	var q historyRequest
	if !k.read(r, &q) {
		return
	}
	reply := historyReply{"ok", []any{}}
	for _, e := range k.recall(q) {
		reply.History = append(reply.History, []any{e.Session, e.Line, said(e, q.Output)})
	}
	k.reply(r, "history_reply", reply)
}

// recall returns what is asked for, and nothing for a way of asking that is unknown.
func (k *kernel) recall(q historyRequest) []history.Entry {
	switch n := 0; q.Type {
	case "range":
		if q.Stop != nil {
			n = max(*q.Stop, 1)
		}
		return k.past.Range(q.Session, q.Start, n)
	case "tail":
		if q.N == nil {
			return k.past.Search("*", 0, false)
		}
		return k.past.Tail(*q.N)
	case "search":
		if q.N != nil && *q.N <= 0 {
			return nil
		} else if q.N != nil {
			n = *q.N
		}
		if q.Pattern == "" {
			q.Pattern = "*"
		}
		return k.past.Search(q.Pattern, n, q.Unique)
	}
	return nil
}

// said returns the code, or the code and that its output is not kept.
func said(e history.Entry, output bool) any {
	if output {
		return []any{e.Code, nil}
	}
	return e.Code
}
