// The launcher takes the place of Pulumi's Node.js language host and starts the real one, an older version, with
// the project's runtime options as flags. Newer engines send these options with each call, which that version
// ignores: it would run every program through ts-node, whatever Pulumi.yaml says.
package main

import (
	"fmt"
	"os"
	"path/filepath"
	"syscall"

	"gopkg.in/yaml.v3"
)

// project is the part of Pulumi.yaml that says how the program is run.
type project struct {
	Runtime struct {
		Options struct {
			TypeScript *bool  `yaml:"typescript"`
			TSConfig   string `yaml:"tsconfig"`
			NodeArgs   string `yaml:"nodeargs"`
		} `yaml:"options"`
	} `yaml:"runtime"`
}

func main() {
	self, err := os.Executable()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	if err != nil {
		fail(err)
	}
	host := filepath.Join(filepath.Dir(self), "pulumi-language-nodejs-host")
	arguments := append([]string{host}, flags(read())...)
	fail(syscall.Exec(host, append(arguments, os.Args[1:]...), os.Environ()))
}

// read finds Pulumi.yaml in the working directory or above, as Pulumi does. Without one, or with a runtime in the
// short form, there are no options.
func read() project {
	var found project
	directory, err := os.Getwd()
	for err == nil {
		for _, name := range []string{"Pulumi.yaml", "Pulumi.yml"} {
			if content, e := os.ReadFile(filepath.Join(directory, name)); e == nil {
				if yaml.Unmarshal(content, &found) != nil {
					return project{}
				}
				return found
			}
		}
		parent := filepath.Dir(directory)
		if parent == directory {
			break
		}
		directory = parent
	}
	return found
}

// flags spells the options in the way of the older host.
func flags(p project) []string {
	var list []string
	if p.Runtime.Options.TypeScript != nil {
		list = append(list, fmt.Sprintf("-typescript=%t", *p.Runtime.Options.TypeScript))
	}
	if p.Runtime.Options.TSConfig != "" {
		list = append(list, "-tsconfig="+p.Runtime.Options.TSConfig)
	}
	if p.Runtime.Options.NodeArgs != "" {
		list = append(list, "-nodeargs="+p.Runtime.Options.NodeArgs)
	}
	return list
}

func fail(err error) {
	fmt.Fprintln(os.Stderr, "pulumi-language-nodejs:", err)
	os.Exit(1)
}
