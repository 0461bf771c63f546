package kernel

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"time"
)

// A check tells what is wrong with a value, or nothing.
type check func(v any) string

// A schema has a check for each field that a message's content must have, no more and
// no less.
type schema map[string]check

// schemas are those of all messages that the kernel sends, as
// https://jupyter-client.readthedocs.io/en/stable/messaging.html has them. Every
// message that a test's client receives is checked.
var schemas = map[string]schema{
	"kernel_info_reply": {"status": oneOf("ok"), "protocol_version": text, "implementation": text, "implementation_version": text,
		"language_info": fields(schema{"name": text, "version": text, "mimetype": text, "file_extension": text,
			"pygments_lexer": text, "codemirror_mode": text, "nbconvert_exporter": text}),
		"banner": text, "help_links": listOf(fields(schema{"text": text, "url": text})), "debugger": truth, "supported_features": listOf(text)},
	"execute_reply":       {"status": oneOf("ok"), "execution_count": count, "payload": listOf(anObject), "user_expressions": mapOf(expression)},
	"complete_reply":      {"status": oneOf("ok"), "matches": listOf(text), "cursor_start": count, "cursor_end": count, "metadata": anObject},
	"inspect_reply":       {"status": oneOf("ok"), "found": truth, "data": bundled, "metadata": anObject},
	"is_complete_reply":   {"status": oneOf("complete", "incomplete", "invalid", "unknown"), "indent": text},
	"history_reply":       {"status": oneOf("ok"), "history": listOf(recalled)},
	"comm_info_reply":     {"status": oneOf("ok"), "comms": mapOf(anObject)},
	"interrupt_reply":     {"status": oneOf("ok")},
	"shutdown_reply":      {"status": oneOf("ok"), "restart": truth},
	"debug_reply":         {"type": oneOf("response"), "seq": count, "request_seq": number, "success": truth, "command": text, "message": text},
	"input_request":       {"prompt": text, "password": truth},
	"status":              {"execution_state": oneOf("starting", "busy", "idle")},
	"iopub_welcome":       {"subscription": text},
	"execute_input":       {"code": text, "execution_count": count},
	"stream":              {"name": oneOf("stdout", "stderr"), "text": text},
	"display_data":        {"data": bundled, "metadata": anObject, "transient": anObject},
	"update_display_data": {"data": bundled, "metadata": anObject, "transient": updated},
	"execute_result":      {"data": bundled, "metadata": anObject, "execution_count": count},
	"clear_output":        {"wait": truth},
	"error":               {"ename": text, "evalue": text, "traceback": listOf(text)},
	"comm_close":          {"comm_id": text, "data": anObject},
}

// A reply that tells of a failure has these fields instead; an execute_reply has a
// count besides.
var failure = schema{"status": oneOf("error", "aborted"), "ename": text, "evalue": text, "traceback": listOf(text)}

// complaint tells what is wrong with a message, or nothing.
func complaint(m reply) string {
	if said := checkHeader(m.header); said != "" {
		return said
	}
	wanted, known := schemas[m.header.MsgType]
	if !known {
		return "there is no such message"
	}
	if status := m.content["status"]; status == "error" || status == "aborted" {
		wanted = failure
		if _, counted := m.content["execution_count"]; counted && m.header.MsgType == "execute_reply" {
			wanted = schema{"execution_count": count}
			for field, check := range failure {
				wanted[field] = check
			}
		}
	}
	return fields(wanted)(any(m.content))
}

func checkHeader(h header) string {
	if _, err := time.Parse(time.RFC3339Nano, h.Date); err != nil {
		return "its date: " + err.Error()
	}
	if h.MsgID == "" || h.Session == "" || h.Username == "" || h.Version != protocolVersion {
		return fmt.Sprintf("its header is %+v", h)
	}
	return ""
}

func text(v any) string { return kind[string](v) }

func truth(v any) string { return kind[bool](v) }

func number(v any) string { return kind[float64](v) }

func anObject(v any) string { return kind[map[string]any](v) }

func kind[T any](v any) string {
	if _, ok := v.(T); !ok {
		return fmt.Sprintf("%#v is no %T", v, *new(T))
	}
	return ""
}

func count(v any) string {
	if n, ok := v.(float64); !ok || n < 0 || n != math.Trunc(n) {
		return fmt.Sprintf("%#v is no number of things", v)
	}
	return ""
}

func oneOf(values ...string) check {
	return func(v any) string {
		if s, ok := v.(string); !ok || !slices.Contains(values, s) {
			return fmt.Sprintf("%#v is not one of %q", v, values)
		}
		return ""
	}
}

func listOf(each check) check {
	return func(v any) string {
		list, ok := v.([]any)
		if !ok {
			return fmt.Sprintf("%#v is no list", v)
		}
		for i, v := range list {
			if said := each(v); said != "" {
				return fmt.Sprintf("%d: %s", i, said)
			}
		}
		return ""
	}
}

func mapOf(each check) check {
	return func(v any) string {
		m, ok := v.(map[string]any)
		if !ok {
			return fmt.Sprintf("%#v is no object", v)
		}
		for name, v := range m {
			if said := each(v); said != "" {
				return fmt.Sprintf("%s: %s", name, said)
			}
		}
		return ""
	}
}

func fields(wanted schema) check {
	return func(v any) string {
		m, ok := v.(map[string]any)
		if !ok {
			return fmt.Sprintf("%#v is no object", v)
		}
		for name, check := range wanted {
			if v, there := m[name]; !there {
				return "no " + name
			} else if said := check(v); said != "" {
				return name + ": " + said
			}
		}
		for name := range m {
			if wanted[name] == nil {
				return name + " belongs elsewhere"
			}
		}
		return ""
	}
}

// bundled is a value in several representations, by media type.
func bundled(v any) string {
	m, ok := v.(map[string]any)
	if !ok {
		return fmt.Sprintf("%#v is no bundle", v)
	}
	for mime := range m {
		if !strings.Contains(mime, "/") {
			return mime + " is no media type"
		}
	}
	return ""
}

func updated(v any) string { return fields(schema{"display_id": text})(v) }

// expression is the value of a user expression, or why it has none.
func expression(v any) string {
	m, _ := v.(map[string]any)
	if m["status"] == "ok" {
		return fields(schema{"status": oneOf("ok"), "data": bundled, "metadata": anObject})(v)
	}
	return fields(failure)(v)
}

// recalled is an entry of a history: session, line and code, or code and output.
func recalled(v any) string {
	e, ok := v.([]any)
	if !ok || len(e) != 3 {
		return fmt.Sprintf("%#v is no entry", v)
	}
	if said := count(e[0]) + count(e[1]); said != "" {
		return said
	}
	if pair, ok := e[2].([]any); ok && len(pair) == 2 && pair[1] == nil {
		return text(pair[0])
	}
	return text(e[2])
}
