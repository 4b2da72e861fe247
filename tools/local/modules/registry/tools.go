//go:build tools

// Package tools pins the CNCF distribution registry, built by tools/local/ where it cannot be downloaded.
package tools

import _ "github.com/distribution/distribution/v3/cmd/registry"
