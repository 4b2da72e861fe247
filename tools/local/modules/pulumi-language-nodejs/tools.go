//go:build tools

// Package tools pins Pulumi's Node.js language host, built by tools/local/ where it cannot be downloaded.
package tools

import _ "github.com/pulumi/pulumi/sdk/v3/nodejs/cmd/pulumi-language-nodejs"
