//go:build tools

// Package tools pins act, which runs GitHub workflows on this machine, built by tools/local/ where it cannot be downloaded.
package tools

import _ "github.com/nektos/act"
