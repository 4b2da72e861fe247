// Pulumi's plugin for GitHub, where it cannot be downloaded: the Terraform provider that Pulumi's 6.15.0 is made of,
// under the bridge that Pulumi makes it with. Pulumi's own module is not served everywhere. It adds names for SDKs and
// documentation; the names of resources and properties follow from the same rules here.
package main

import (
	"github.com/integrations/terraform-provider-github/v6/github"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge"
	"github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfbridge/tokens"
	sdkv2 "github.com/pulumi/pulumi-terraform-bridge/v3/pkg/tfshim/sdk-v2"
)

// version is set by the build.
var version string

func main() {
	info := tfbridge.ProviderInfo{
		P:       sdkv2.NewProvider(github.NewProvider(version, "")()),
		Name:    "github",
		Version: version,
	}
	info.MustComputeTokens(tokens.SingleModule("github_", "index", tokens.MakeStandard("github")))
	// The schema is for those who generate SDKs.
	tfbridge.Main("github", version, info, []byte("{}"))
}
