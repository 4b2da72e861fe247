import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { ECRClient } from "@aws-sdk/client-ecr";
import { CreateOpenIDConnectProviderCommand, IAMClient } from "@aws-sdk/client-iam";
import { execa } from "execa";
import { pythonPrograms } from "../../../tools/local/python.js";
import { Builders, startDaemon } from "../local/builders.js";
import { type EcrHost, startEcrHost } from "./ecr-host.js";
import { type FaultProxy, startFaultProxy } from "./faults.js";
import { startProcess } from "../process.js";

const BUILDER = "slipway-aws-test";

/** The account that moto plays. */
export const ACCOUNT = "123456789012";

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
  const ready = /Running on (http:\/\/127\.0\.0\.1:\d+)/;
  const program = join(await awsPrograms(), "moto_server");
  const moto = await startProcess(program, ["--host", "127.0.0.1", "--port", "0"], ready);
  const endpoint = moto.ready[1] ?? "";
  const api = await startFaultProxy(endpoint);
  const plugin = await providerPlugin();
  const past = {
    region: REGION,
    endpoint,
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

/** Which AWS plugin the engine will take. */
interface ProviderPlugin {
  /** For people: what it is. */
  readonly description: string;
  /** The PATH under which the engine finds it. */
  readonly path: string;
}

const FAKE = join(__dirname, "..", "fake-aws");

/** Pulumi's own AWS plugin where it is installed or on PATH; elsewhere the fake. */
async function providerPlugin(): Promise<ProviderPlugin> {
  const path = process.env["PATH"] ?? "";
  const onPath = path.split(delimiter).find((folder) => existsSync(join(folder, "pulumi-resource-aws")));
  if (onPath !== undefined) return { description: `Pulumi's AWS plugin in ${onPath}`, path };
  const { stdout } = await execa("pulumi", ["plugin", "ls", "--json"]);
  const plugins = JSON.parse(stdout) as readonly { readonly name: string; readonly version?: string }[];
  const installed = plugins.find(({ name }) => name === "aws");
  if (installed !== undefined) {
    return { description: `Pulumi's AWS plugin ${installed.version ?? ""}`, path };
  }
  return {
    description: "a fake of Pulumi's AWS plugin, which is not installed here",
    path: FAKE + delimiter + path,
  };
}

/** Makes the account's OIDC provider for GitHub by hand, as many accounts have it. */
export async function makeGithubProvider({ iam }: Cloud): Promise<void> {
  await iam.send(
    new CreateOpenIDConnectProviderCommand({
      Url: "https://token.actions.githubusercontent.com",
      ClientIDList: ["sts.amazonaws.com"],
    }),
  );
}

/**
 * Writes sources of the system `blog`, whose two images take a moment to build: no tool runs in them and nothing is
 * pulled.
 *
 * @param content a file in both images; another content is another image.
 */
export async function writeSources(folder: string, content: string): Promise<void> {
  await mkdir(join(folder, "docker"), { recursive: true });
  await writeFile(join(folder, "content.txt"), content);
  await writeFile(
    join(folder, "docker", "Dockerfile.base"),
    "FROM scratch\nCOPY docker/Dockerfile.base /base\n",
  );
  await writeFile(
    join(folder, "docker", "Dockerfile"),
    "ARG BASE_IMAGE=blog-base:latest\nFROM ${BASE_IMAGE}\nCOPY content.txt /content\n",
  );
}
