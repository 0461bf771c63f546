package kernel

import (
	"encoding/json"
	"fmt"
	"net"
	"os"
	"strconv"
)

// A connection is what Jupyter writes into the connection file: where to
// listen and the key that signs every message.
// https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files
type connection struct {
	Transport       string `json:"transport"`
	IP              string `json:"ip"` // for transport ipc: the beginning of the sockets' paths
	ShellPort       int    `json:"shell_port"`
	IOPubPort       int    `json:"iopub_port"`
	StdinPort       int    `json:"stdin_port"`
	ControlPort     int    `json:"control_port"`
	HBPort          int    `json:"hb_port"`
	SignatureScheme string `json:"signature_scheme"`
	Key             string `json:"key"`
}

// readConnection reads the connection file at path. The note says what makes it less
// than a secret; the kernel serves all the same, because on some mounted folders no
// other mode is to be had.
func readConnection(path string) (c connection, note string, err error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return connection{}, "", fmt.Errorf("kernel: cannot read the connection file: %w", err)
	}
	c, err = parseConnection(path, text)
	return c, exposed(path), err
}

// exposed tells who besides its owner knows or can change the key in the file.
func exposed(path string) string {
	info, err := os.Stat(path)
	switch {
	case err != nil || info.Mode().Perm()&0o066 == 0:
		return ""
	case info.Mode().Perm()&0o022 != 0:
		return fmt.Sprintf("other users may write %s, and with it run code as you: chmod 600 it", path)
	}
	return fmt.Sprintf("other users may read %s, and with its key run code as you: chmod 600 it", path)
}

func parseConnection(path string, text []byte) (connection, error) {
	var c connection
	if err := json.Unmarshal(text, &c); err != nil {
		return connection{}, fmt.Errorf("kernel: %s is not a connection file: %w", path, err)
	}
	if c.Transport != "tcp" && c.Transport != "ipc" {
		return connection{}, fmt.Errorf("kernel: %s asks for transport %q; tcp and ipc are known", path, c.Transport)
	}
	if c.Key != "" && c.SignatureScheme != "hmac-sha256" {
		return connection{}, fmt.Errorf("kernel: %s asks for signatures by %q; hmac-sha256 is known", path, c.SignatureScheme)
	}
	return c, nil
}

// address returns where the socket of that port listens, as net.Listen wants it.
func (c connection) address(port int) (network, address string) {
	if c.Transport == "ipc" {
		return "unix", c.IP + "-" + strconv.Itoa(port)
	}
	return "tcp", net.JoinHostPort(c.IP, strconv.Itoa(port))
}
