import { CreateOpenIDConnectProviderCommand } from "@aws-sdk/client-iam";
import type { Cloud } from "./cloud.js";

/** Makes the account's OIDC provider for GitHub by hand, as many accounts have it. */
export async function makeGithubProvider({ iam }: Cloud): Promise<void> {
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: "https://token.actions.githubusercontent.com",
      ClientIDList: ["sts.amazonaws.com"],
    }),
  );
}
