//go:build tools

// Package tools pins the programs that tools/local builds where they cannot be downloaded. They are in one module, so
// that what they share has one version and is compiled once.
package tools

import (
	_ "github.com/docker/buildx/cmd/buildx"
	_ "github.com/moby/buildkit/cmd/buildkitd"
	_ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
)
