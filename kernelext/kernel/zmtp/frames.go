package zmtp

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
)

// The flags of a frame.
const (
	more    = 1
	long    = 2
	command = 4
)

// maxCommand bounds a command, and with it a peer's handshake.
const maxCommand = 4 << 10

// greeting is what both sides send first: a signature, version 3.0, the
// mechanism, and 32 bytes that say nothing here. Version 3.0, because later
// ones only add commands for what a message does already.
func greeting() []byte {
	g := make([]byte, 64)
	g[0], g[8], g[9], g[10] = 0xff, 1, 0x7f, 3
	copy(g[12:32], "NULL")
	return g
}

// handshake exchanges greetings and metadata.
func (p *Peer) handshake(kind Kind) error {
	if _, err := p.conn.Write(append(greeting(), ready(kind)...)); err != nil {
		return err
	}
	var g [64]byte
	if _, err := io.ReadFull(p.in, g[:]); err != nil {
		return err
	}
	if g[0] != 0xff || g[9] != 0x7f || g[10] < 3 {
		return errors.New("it does not speak ZMTP 3")
	}
	if mechanism := string(bytes.TrimRight(g[12:32], "\x00")); mechanism != "NULL" {
		return fmt.Errorf("it wants security mechanism %q", mechanism)
	}
	return p.introduce(kind)
}

// introduce reads the peer's READY command.
func (p *Peer) introduce(kind Kind) error {
	flags, body, err := p.frame(maxCommand)
	if err != nil {
		return err
	}
	properties, ok := bytes.CutPrefix(body, []byte("\x05READY"))
	if flags&command == 0 || !ok {
		return errors.New("its handshake has no READY")
	}
	metadata, err := parseMetadata(properties)
	if err != nil {
		return err
	}
	if is := metadata["socket-type"]; !slices.Contains(peers[kind], is) {
		return fmt.Errorf("its socket type %q does not go with %s", is, kind)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.id = metadata["identity"]
	return nil
}

// ready returns our READY command.
func ready(kind Kind) []byte {
	body := []byte("\x05READY")
	for _, property := range [][2]string{{"Socket-Type", string(kind)}, {"Identity", ""}} {
		body = append(body, byte(len(property[0])))
		body = append(body, property[0]...)
		body = binary.BigEndian.AppendUint32(body, uint32(len(property[1])))
		body = append(body, property[1]...)
	}
	return append([]byte{command, byte(len(body))}, body...)
}

// parseMetadata reads properties: a name behind its length in one byte, a value
// behind its length in four. Names are compared without case.
func parseMetadata(b []byte) (map[string]string, error) {
	metadata := map[string]string{}
	for len(b) > 0 {
		n := int(b[0])
		if len(b) < 1+n+4 {
			return nil, errors.New("its metadata is cut short")
		}
		name, rest := string(bytes.ToLower(b[1:1+n])), b[1+n+4:]
		size := binary.BigEndian.Uint32(b[1+n:])
		if uint64(size) > uint64(len(rest)) {
			return nil, errors.New("its metadata is cut short")
		}
		metadata[name], b = string(rest[:size]), rest[size:]
	}
	return metadata, nil
}

// read reads the next message. Commands between messages are skipped: version
// 3.0 knows none after the handshake.
func (p *Peer) read() ([][]byte, error) {
	var message [][]byte
	room := int64(MaxMessage)
	for {
		flags, body, err := p.frame(room)
		if err != nil {
			return nil, err
		}
		if flags&command != 0 {
			continue
		}
		message = append(message, body)
		room -= int64(len(body))
		if flags&more == 0 {
			return message, nil
		}
		if len(message) == MaxFrames {
			return nil, fmt.Errorf("a message of more than %d frames", MaxFrames)
		}
	}
}

// frame reads one frame of at most limit bytes. Memory is taken as bytes
// arrive, never because a length says so.
func (p *Peer) frame(limit int64) (flags byte, body []byte, err error) {
	flags, err = p.in.ReadByte()
	if err != nil {
		return 0, nil, err
	}
	size, err := p.size(flags)
	if err != nil {
		return 0, nil, err
	}
	if size > uint64(limit) {
		return 0, nil, fmt.Errorf("a message of more than %d MB", MaxMessage>>20)
	}
	if size <= 64<<10 {
		body = make([]byte, size)
		_, err = io.ReadFull(p.in, body)
		return flags, body, err
	}
	var b bytes.Buffer
	_, err = io.CopyN(&b, p.in, int64(size))
	return flags, b.Bytes(), err
}

func (p *Peer) size(flags byte) (uint64, error) {
	if flags&long == 0 {
		n, err := p.in.ReadByte()
		return uint64(n), err
	}
	var n [8]byte
	_, err := io.ReadFull(p.in, n[:])
	return binary.BigEndian.Uint64(n[:]), err
}

// encode returns the message as it goes over the wire.
func encode(message [][]byte) []byte {
	size := 0
	for _, frame := range message {
		size += 9 + len(frame)
	}
	wire := make([]byte, 0, size)
	for i, frame := range message {
		var flags byte
		if i < len(message)-1 {
			flags |= more
		}
		if len(frame) > 255 {
			wire = append(wire, flags|long)
			wire = binary.BigEndian.AppendUint64(wire, uint64(len(frame)))
		} else {
			wire = append(wire, flags, byte(len(frame)))
		}
		wire = append(wire, frame...)
	}
	return wire
}

// gone returns nil for the errors of a peer that went away, which is no news.
func gone(err error) error {
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, net.ErrClosed) {
		return nil
	}
	if errors.Is(err, os.ErrDeadlineExceeded) {
		return errors.New("it did not shake hands in time")
	}
	var network *net.OpError
	if errors.As(err, &network) {
		return nil
	}
	return err
}
