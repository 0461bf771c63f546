package kernel

import (
	"bytes"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"sync/atomic"
	"time"
	"unicode/utf8"
)

// protocolVersion is that of Jupyter's messages.
// https://jupyter-client.readthedocs.io/en/stable/messaging.html
const protocolVersion = "5.4"

// delimiter stands between a message's routing frames and its signature.
var delimiter = []byte("<IDS|MSG>")

// maxHeader bounds what goes back with everything that follows from a message.
const maxHeader = 64 << 10

// A header says which message this is.
type header struct {
	MsgID    string `json:"msg_id"`
	MsgType  string `json:"msg_type"`
	Session  string `json:"session"`
	Username string `json:"username"`
	Date     string `json:"date"`
	Version  string `json:"version"`
}

// A message is one message from a client.
type message struct {
	route   [][]byte        // frames before the delimiter, given back with a reply
	header  header          // what of the header is needed here
	answers string          // the msg_id of the message that it answers, if it says so
	parent  json.RawMessage // the header as the client wrote it: the parent_header of all that follows from it
	content json.RawMessage
}

// A wire signs, checks, packs and unpacks messages for one kernel.
type wire struct {
	key     []byte
	session string
	sent    atomic.Uint64
}

func newWire(key string) *wire {
	return &wire{key: []byte(key), session: randomText()}
}

// randomText returns 32 hexadecimal digits that nobody can guess.
func randomText() string {
	var b [16]byte
	rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// unpack checks the frames of a message and returns it. An error means that the
// message must not be answered.
func (w *wire) unpack(frames [][]byte) (*message, error) {
	var m message
	for len(frames) > 0 && !bytes.Equal(frames[0], delimiter) {
		m.route = append(m.route, frames[0])
		frames = frames[1:]
	}
	if len(frames) < 6 {
		return nil, fmt.Errorf("it has %d frames from its delimiter on, a message has at least 6", len(frames))
	}
	if size := total(m.route) + len(frames[2]); size > maxHeader {
		return nil, fmt.Errorf("its identity and header have %d kB, at most %d are read", size>>10, maxHeader>>10)
	}
	signature, parts := frames[1], frames[2:6]
	if len(w.key) > 0 && !hmac.Equal(signature, w.sign(parts)) { // in constant time
		return nil, errors.New("its signature is wrong")
	}
	if !utf8.Valid(parts[0]) { // it goes back to every client as parent_header
		return nil, errors.New("its header is not UTF-8")
	}
	if err := json.Unmarshal(parts[0], &m.header); err != nil {
		return nil, fmt.Errorf("its header cannot be read: %w", err)
	}
	if m.header.MsgType == "" {
		return nil, errors.New("its header names no msg_type")
	}
	var answered header
	if json.Unmarshal(parts[1], &answered) == nil {
		m.answers = answered.MsgID
	}
	m.parent, m.content = parts[0], parts[3]
	return &m, nil
}

// total is the size of some frames.
func total(frames [][]byte) (bytes int) {
	for _, frame := range frames {
		bytes += len(frame)
	}
	return bytes
}

// sign returns the signature of a message's four parts, in hexadecimal.
func (w *wire) sign(parts [][]byte) []byte {
	mac := hmac.New(sha256.New, w.key)
	for _, part := range parts {
		mac.Write(part)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

// pack returns the frames of a new message that follows from parent, which is
// nil for one that follows from none. What cannot be written as JSON is a
// mistake of ours and becomes an error.
func (w *wire) pack(route [][]byte, parent json.RawMessage, msgType string, content any) ([][]byte, error) {
	_, frames, err := w.packWithID(route, parent, msgType, content)
	return frames, err
}

// packWithID is pack, and returns the msg_id as well.
func (w *wire) packWithID(route [][]byte, parent json.RawMessage, msgType string, content any) (id string, frames [][]byte, err error) {
	id = fmt.Sprintf("%s_%d", w.session, w.sent.Add(1))
	h, err := json.Marshal(header{
		MsgID: id, MsgType: msgType,
		Session: w.session, Username: "kernel", Version: protocolVersion,
		Date: time.Now().UTC().Format(time.RFC3339Nano),
	})
	if err != nil {
		return "", nil, fmt.Errorf("kernel: %s: %w", msgType, err)
	}
	body, err := plainJSON(content)
	if err != nil {
		return "", nil, fmt.Errorf("kernel: %s: %w", msgType, err)
	}
	if parent == nil {
		parent = json.RawMessage("{}")
	}
	parts := [][]byte{h, parent, []byte("{}"), body}
	var signature []byte
	if len(w.key) > 0 {
		signature = w.sign(parts)
	}
	return id, append(append(append([][]byte{}, route...), delimiter, signature), parts...), nil
}

// plainJSON is json.Marshal without the escapes for <, > and &, which would
// double the markup that charts consist of.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}
