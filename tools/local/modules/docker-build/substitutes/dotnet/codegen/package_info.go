// Package codegen takes the place of pulumi-dotnet, whose module is not served everywhere. The docker-build provider
// takes from it this one struct of schema metadata, which matters only when a .NET SDK is generated.
package codegen

// CSharpPackageInfo holds the fields that the docker-build provider sets, under pulumi-dotnet's JSON names.
type CSharpPackageInfo struct {
	RespectSchemaVersion bool              `json:"respectSchemaVersion,omitempty"`
	PackageReferences    map[string]string `json:"packageReferences,omitempty"`
}
