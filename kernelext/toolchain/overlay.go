package toolchain

import (
	"encoding/json"
	"os"
	"path/filepath"
)

// overlayFolder is where a kit keeps what its host has of the standard library in
// another form than GOROOT: packages that are compiled later must see the same.
const overlayFolder = "overlay"

// An overlay is the file that go build -overlay reads.
type overlay struct{ Replace map[string]string }

// copyOverlay copies the files that the overlay at file names into dir, and returns
// their names there by what they replace.
func copyOverlay(file, dir string) (map[string]string, error) {
	if file == "" {
		return nil, nil
	}
	text, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var o overlay
	if err := json.Unmarshal(text, &o); err != nil {
		return nil, err
	}
	names := map[string]string{}
	for original, from := range o.Replace {
		text, err := os.ReadFile(from)
		if err != nil {
			return nil, err
		}
		names[original] = filepath.Base(from)
		if err := write(filepath.Join(dir, names[original]), text); err != nil {
			return nil, err
		}
	}
	return names, nil
}

// overlayFlags are those of a go command that compiles for the kit's host.
func (k *Kit) overlayFlags() ([]string, error) {
	if k.manifest.Overlay == nil {
		return nil, nil
	}
	o := overlay{map[string]string{}}
	for original, name := range k.manifest.Overlay {
		o.Replace[original] = filepath.Join(k.dir, overlayFolder, name)
	}
	text, err := json.Marshal(o)
	if err != nil {
		return nil, err
	}
	file := filepath.Join(k.work, "overlay.json")
	return []string{"-overlay", file}, os.WriteFile(file, text, 0o600)
}
