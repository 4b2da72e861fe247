//go:build tools

// Package tools pins the docker-build provider, built by tools/local/ where it cannot be downloaded. It needs an older
// Pulumi than ../tool-chain; everything else has the version that it has there, so that it is compiled once.
package tools

import _ "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build"
