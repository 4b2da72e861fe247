//go:build tools

// Package tools pins the docker-build provider, built by tools/local/ where it cannot be downloaded.
package tools

import _ "github.com/pulumi/pulumi-docker-build/provider/cmd/pulumi-resource-docker-build"
