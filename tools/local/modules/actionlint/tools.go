//go:build tools

// Package tools pins actionlint, the linter of GitHub workflows, built by tools/local/ where it cannot be downloaded.
package tools

import _ "github.com/rhysd/actionlint/cmd/actionlint"
