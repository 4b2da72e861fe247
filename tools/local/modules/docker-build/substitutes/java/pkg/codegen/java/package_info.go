// Package java takes the place of pulumi-java, whose module is not served everywhere. The docker-build provider
// takes from it this one struct of schema metadata, which matters only when a Java SDK is generated.
package java

// PackageInfo holds the fields that the docker-build provider sets, under pulumi-java's JSON names.
type PackageInfo struct {
	BuildFiles                      string            `json:"buildFiles,omitempty"`
	GradleNexusPublishPluginVersion string            `json:"gradleNexusPublishPluginVersion,omitempty"`
	Dependencies                    map[string]string `json:"dependencies,omitempty"`
}
