import { GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { ListOpenIDConnectProvidersCommand } from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import { readOidcProvider } from "./iam.js";
import type { Clients, Properties } from "./kind.js";

/** A function of the provider: the arguments it knows, and its answer as the real provider gives it. */
interface Invoke {
  readonly known: readonly string[];
  run(clients: Clients, given: Properties): Promise<Properties>;
}

/** The functions by token; one that is not here is an error. */
export const invokes: Readonly<Record<string, Invoke | undefined>> = {
  "aws:index/getCallerIdentity:getCallerIdentity": {
    known: [],
    async run({ sts }) {
      const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
      return { accountId: Account, arn: Arn, userId: UserId, id: Account };
    },
  },

  // The token in the clear: the real provider's plugin protocol does not mark an invoke's result as a secret, so a
  // program that forgets to do it is found out.
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": {
    known: ["region"],
    async run({ ecr, region }) {
      const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
      const [{ authorizationToken, proxyEndpoint, expiresAt } = {}] = authorizationData ?? [];
      if (authorizationToken === undefined)
        throw new Error("getting ECR authorization token: none was given");
      const [userName, password] = Buffer.from(authorizationToken, "base64").toString().split(":");
      const login = { authorizationToken, userName, password, proxyEndpoint };
      return { ...login, expiresAt: expiresAt?.toISOString(), id: region, region };
    },
  },

  "aws:index/getRegion:getRegion": {
    known: ["region"],
    run: ({ region }) => Promise.resolve({ id: region, name: region, region }),
  },

  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": {
    known: ["url"],
    async run({ iam }, { url }) {
      const finding = `finding IAM OIDC Provider by url (${String(url)})`;
      const list = await iam.send(new ListOpenIDConnectProvidersCommand({})).catch((error: unknown) => {
        throw new Error(`${finding}: operation error IAM: ListOpenIDConnectProviders, ${String(error)}`);
      });
      // An ARN ends in the address that its provider stands for.
      const ending = `:oidc-provider/${String(url).replace("https://", "")}`;
      const arn = list.OpenIDConnectProviderList?.find(({ Arn }) => Arn?.endsWith(ending))?.Arn;
      if (arn === undefined) throw new Error(`${finding}: not found`);
      const found = await readOidcProvider(iam, arn).catch((error: unknown) => {
        throw new Error(
          `reading IAM OIDC Provider (${arn}): operation error IAM: GetOpenIDConnectProvider, ${String(error)}`,
        );
      });
      return { id: arn, ...found };
    },
  },
};
