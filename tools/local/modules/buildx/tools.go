//go:build tools

// Package tools pins Docker's buildx plugin, built by tools/local/ where it cannot be downloaded.
package tools

import _ "github.com/docker/buildx/cmd/buildx"
