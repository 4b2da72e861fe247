import * as pulumi from "@pulumi/pulumi";
import program from "../../../index.js";

/** The whole program, as stack `dev`, on mocks. */
async function main(): Promise<void> {
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: name, state: { ...(inputs as object), outputs: {} } }),
      call: ({ token, inputs }) => {
        // The account has no OIDC provider for GitHub yet, like a newcomer's.
        if (token.includes("OpenIdConnectProvider")) throw new Error("not found");
        return inputs as Record<string, unknown>;
      },
    },
    "slipway",
    "dev",
    false,
    "organization",
  );
  pulumi.runtime.setAllConfig({
    "aws:region": "eu-west-1",
    "slipway:owner": "example",
    "slipway:ciAccess": '{"kind":"role","oidcProvider":"create"}',
  });
  await program();
  await pulumi.runtime.disconnect(false);
  // The peak resident memory, in kB.
  console.log(process.resourceUsage().maxRSS);
}

void main();
