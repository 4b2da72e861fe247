//go:build tools

// Package tools pins the Pulumi command line, built by tools/local/ where it cannot be downloaded.
package tools

import _ "github.com/pulumi/pulumi/pkg/v3/cmd/pulumi"
