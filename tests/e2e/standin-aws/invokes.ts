import { type ECRClient, GetAuthorizationTokenCommand } from "@aws-sdk/client-ecr";
import { GetCallerIdentityCommand, type STSClient } from "@aws-sdk/client-sts";
import type { Properties } from "./properties";

/** The service clients of one region. */
export interface Clients {
  readonly region: string;
  readonly ecr: ECRClient;
  readonly sts: STSClient;
}

/** A function of the provider: the arguments it knows, and its answer as the real provider gives it. */
interface Invoke {
  readonly known: readonly string[];
  run(clients: Clients): Promise<Properties>;
}

/** The functions by token; one that is not here is an error. */
export const invokes: ReadonlyMap<string, Invoke> = new Map([
  ["aws:index/getCallerIdentity:getCallerIdentity", { known: [], run: getCallerIdentity }],
  ["aws:ecr/getAuthorizationToken:getAuthorizationToken", { known: ["region"], run: getAuthorizationToken }],
  ["aws:index/getRegion:getRegion", { known: ["region"], run: getRegion }],
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
