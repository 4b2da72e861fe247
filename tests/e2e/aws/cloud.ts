import { join } from "node:path";
import { ECRClient } from "@aws-sdk/client-ecr";
import { IAMClient } from "@aws-sdk/client-iam";
import { pythonPrograms } from "../../../tools/local/python.js";
import { Builders, startDaemon } from "../local/builders.js";
import { type EcrHost, startEcrHost } from "./ecr-host.js";
import { type FaultProxy, startFaultProxy } from "./faults.js";
import { ACCOUNT, startMoto } from "./moto.js";
import { type ProviderPlugin, providerPlugin } from "./provider-plugin.js";

const BUILDER = "slipway-aws-test";

/** The region of stack dev. */
export const REGION = "eu-west-1";

/** Folder of the Python programs that play AWS and judge policies. */
export function awsPrograms(): Promise<string> {
  return pythonPrograms(join(__dirname, "..", "..", "requirements.txt"));
}

/** AWS as a stack of the tests sees it: all of it on the loopback device. */
export interface Cloud {
  /** Faults that the API shall answer with, and the calls it has seen. */
  readonly api: FaultProxy;
  /** Clients that go past the faults: somebody who works behind the stack's back. */
  readonly ecr: ECRClient;
  readonly iam: IAMClient;
  /** For the programs that work in this cloud. */
  readonly environment: Readonly<Record<string, string>>;
  readonly plugin: ProviderPlugin;
  readonly stop: () => Promise<void>;
}

/** A cloud that also takes images, and a builder that pushes to it. */
export interface CloudWithImages extends Cloud {
  readonly registry: EcrHost;
  readonly builder: string;
}

/** Starts an AWS that answers API calls. */
export async function startCloud(): Promise<Cloud> {
  const moto = await startMoto(await awsPrograms());
  const api = await startFaultProxy(moto.url);
  const plugin = await providerPlugin();
  const past = {
    region: REGION,
    endpoint: moto.url,
    credentials: { accessKeyId: "test", secretAccessKey: "test" },
  };
  return {
    api,
    plugin,
    ecr: new ECRClient(past),
    iam: new IAMClient(past),
    environment: {
      PATH: plugin.path,
      AWS_ENDPOINT_URL: api.url,
      AWS_ACCESS_KEY_ID: "test",
      AWS_SECRET_ACCESS_KEY: "test",
      AWS_EC2_METADATA_DISABLED: "true",
      // Both SDKs read it; the real plugin would otherwise try a throttled call for minutes.
      AWS_MAX_ATTEMPTS: "3",
    },
    async stop() {
      await api.stop();
      await moto.stop();
    },
  };
}

/**
 * Starts an AWS that answers API calls and keeps images under the ECR host's name.
 *
 * @param onToken is told of every token that ECR gives out.
 */
export async function startCloudWithImages(
  onToken: (token: string) => void = () => undefined,
): Promise<CloudWithImages> {
  const cloud = await startCloud();
  const registry = await startEcrHost({
    programs: await awsPrograms(),
    ecr: cloud.ecr,
    account: ACCOUNT,
    region: REGION,
  });
  const daemon = await startDaemon("", registry.environment);
  const builders = await Builders.create();
  await builders.add(BUILDER, daemon.endpoint);
  const giveTokens = (): void => {
    cloud.api.answer("GetAuthorizationToken", () => {
      const token = registry.issueToken();
      onToken(token);
      return {
        authorizationData: [
          {
            authorizationToken: Buffer.from(`AWS:${token}`).toString("base64"),
            expiresAt: Math.floor(Date.now() / 1000) + 12 * 60 * 60,
            proxyEndpoint: `https://${registry.host}`,
          },
        ],
      };
    });
  };
  giveTokens();
  return {
    ...cloud,
    api: {
      ...cloud.api,
      clear() {
        cloud.api.clear();
        giveTokens();
      },
    },
    registry,
    builder: BUILDER,
    environment: { ...cloud.environment, ...registry.environment, ...builders.environment },
    async stop() {
      await daemon.stop();
      await builders.remove();
      await registry.stop();
      await cloud.stop();
    },
  };
}
