package kernel

import (
	"regexp"
	"strings"

	"seminar/kernelext/kernel/pipe"
)

// asking is a cell that asks what a name is, as IPython has it: `fmt.Println?`, or
// with two question marks for all that there is to say. It is no Go.
var asking = regexp.MustCompile(`^\s*([\pL_][\pL\pN_.]*)(\?\??)\s*$`)

// page answers a cell that asks, in the reply: a console opens its pager, JupyterLab
// shows it below the cell. It returns false for other cells.
func (k *kernel) page(r *request, code string) (pages []any, failure *pipe.Error, ok bool) {
	asked := asking.FindStringSubmatch(code)
	if asked == nil {
		return nil, nil, false
	}
	name := asked[1]
	answer := k.advice(r, pipe.Request{Kind: pipe.Inspect, Code: name, Cursor: len(name), Detail: len(asked[2]) - 1})
	if answer.Bundle == nil {
		return nil, &pipe.Error{Name: "not found", Value: "nothing is known about " + strings.TrimRight(name, ".")}, true
	}
	return []any{pagePayload{"page", answer.Bundle.Data, 0}}, nil, true
}
