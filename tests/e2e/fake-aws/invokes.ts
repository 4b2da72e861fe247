import { GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import {
  GetOpenIDConnectProviderCommand,
  type IAMClient,
  ListOpenIDConnectProvidersCommand,
} from "@aws-sdk/client-iam";
import { GetCallerIdentityCommand } from "@aws-sdk/client-sts";
import type { Clients } from "./clients.js";
import type { Properties } from "./properties.js";
import { tagMap } from "./tags.js";

/** A function of the provider: the arguments it knows, and its answer as the real provider gives it. */
interface Invoke {
  readonly known: readonly string[];
  run(clients: Clients, given: Properties): Promise<Properties>;
}

/** The functions by token; one that is not here is an error. */
export const invokes: ReadonlyMap<string, Invoke> = new Map([
  ["aws:index/getCallerIdentity:getCallerIdentity", { known: [], run: getCallerIdentity }],
  ["aws:ecr/getAuthorizationToken:getAuthorizationToken", { known: ["region"], run: getAuthorizationToken }],
  ["aws:index/getRegion:getRegion", { known: ["region"], run: getRegion }],
  [
    "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider",
    { known: ["url"], run: getOpenIdConnectProvider },
  ],
]);

async function getCallerIdentity({ sts }: Clients): Promise<Properties> {
  const { Account, Arn, UserId } = await sts.send(new GetCallerIdentityCommand({}));
  return { accountId: Account, arn: Arn, userId: UserId, id: Account };
}

/**
 * The token in the clear: the real provider's plugin protocol does not mark an invoke's result as a secret, so a
 * program that forgets to do it is found out.
 */
async function getAuthorizationToken({ ecr, region }: Clients): Promise<Properties> {
  const { authorizationData } = await ecr.send(new GetAuthorizationTokenCommand({}));
  const [data] = authorizationData ?? [];
  if (data?.authorizationToken === undefined)
    throw new Error("getting ECR authorization token: none was given");
  const [userName, password] = Buffer.from(data.authorizationToken, "base64").toString().split(":");
  return {
    authorizationToken: data.authorizationToken,
    userName,
    password,
    proxyEndpoint: data.proxyEndpoint,
    expiresAt: data.expiresAt?.toISOString(),
    id: region,
    region,
  };
}

function getRegion({ region }: Clients): Promise<Properties> {
  return Promise.resolve({
    id: region,
    name: region,
    region,
    description: region,
    endpoint: `ec2.${region}.amazonaws.com`,
  });
}

async function getOpenIdConnectProvider({ iam }: Clients, { url }: Properties): Promise<Properties> {
  const finding = `finding IAM OIDC Provider by url (${String(url)})`;
  const arn = await arnOfProvider(iam, String(url)).catch((error: unknown) => {
    throw new Error(`${finding}: operation error IAM: ListOpenIDConnectProviders, ${String(error)}`);
  });
  if (arn === undefined) throw new Error(`${finding}: not found`);
  const found = await iam
    .send(new GetOpenIDConnectProviderCommand({ OpenIDConnectProviderArn: arn }))
    .catch((error: unknown) => {
      throw new Error(
        `reading IAM OIDC Provider (${arn}): operation error IAM: GetOpenIDConnectProvider, ${String(error)}`,
      );
    });
  return {
    id: arn,
    arn,
    url: found.Url,
    clientIdLists: found.ClientIDList ?? [],
    thumbprintLists: found.ThumbprintList ?? [],
    tags: tagMap(found.Tags),
  };
}

/** An ARN ends in the address that its provider stands for. */
async function arnOfProvider(iam: IAMClient, url: string): Promise<string | undefined> {
  const { OpenIDConnectProviderList = [] } = await iam.send(new ListOpenIDConnectProvidersCommand({}));
  return OpenIDConnectProviderList.flatMap(({ Arn }) => Arn ?? []).find((arn) =>
    arn.endsWith(`:oidc-provider/${url.replace("https://", "")}`),
  );
}
