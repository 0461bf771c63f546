package main

import (
	"fmt"
	"os"
	"strings"

	"gopkg.in/yaml.v3"
)

// readRequirements returns the pip: section of environment.yml, such as
// "nbclient==0.11.0". Each must be pinned: what is tested is what readers get.
func readRequirements(path string) ([]string, error) {
	data, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var file struct {
		Dependencies []yaml.Node
	}
	if err := yaml.Unmarshal(data, &file); err != nil {
		return nil, fmt.Errorf("%s is broken: %w", path, err)
	}
	for _, node := range file.Dependencies {
		var section struct{ Pip []string }
		if node.Kind == yaml.MappingNode && node.Decode(&section) == nil && len(section.Pip) > 0 {
			return section.Pip, pinned(path, section.Pip)
		}
	}
	return nil, fmt.Errorf("%s has no pip: section among its dependencies", path)
}

func pinned(path string, requirements []string) error {
	for _, r := range requirements {
		if name, version, ok := strings.Cut(r, "=="); !ok || name == "" || version == "" {
			return fmt.Errorf("%s: %q is not pinned with ==", path, r)
		}
	}
	return nil
}
