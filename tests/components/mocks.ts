import assert from "node:assert/strict";
import * as pulumi from "@pulumi/pulumi";
import type {
  RegisterResourceOutputsRequest,
  RegisterResourceRequest,
} from "@pulumi/pulumi/proto/resource_pb.js";
import type { MockMonitor } from "@pulumi/pulumi/runtime/mocks.js";

/** A resource as the engine would have been asked to make it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly options: RegisteredOptions;
  /** What a component puts out. */
  outputs?: Readonly<Record<string, unknown>>;
}

/** The options of a resource that differ from Pulumi's defaults. It names resources as {@link label} does. */
export interface RegisteredOptions {
  parent?: string;
  /** What it waits for, in alphabetical order: what it names, and what its inputs are outputs of. */
  dependsOn?: string[];
  protect?: boolean;
  retainOnDelete?: boolean;
  /** Of the plugin that makes it. */
  version?: string;
  /** The provider that makes it, where it is not the default one. */
  provider?: string;
  /** Of a component: the providers that its children inherit. */
  providers?: string[];
  additionalSecretOutputs?: string[];
}

/** A resource in short: `Repository shop`, `Provider github-Acme`. */
export function label({ type, name }: { readonly type: string; readonly name: string }): string {
  return `${type.startsWith("pulumi:providers:") ? "Provider" : (type.split(":").at(-1) ?? type)} ${name}`;
}

/** Each resource in short → its inputs. */
export function inputsOf(registered: readonly Registered[]): Record<string, Registered["inputs"]> {
  return Object.fromEntries(registered.map((resource) => [label(resource), resource.inputs]));
}

/** The same of a URN, or of a provider's reference, which is a URN and an id. */
function labelOf(urn: string): string {
  const [, , type = "", name = ""] = urn.split("::");
  return label({ type, name });
}

function optionsOf(request: RegisterResourceRequest): RegisteredOptions {
  const resource = (urn: string) => urn && labelOf(urn);
  const options: Required<RegisteredOptions> = {
    parent: resource(request.getParent()),
    dependsOn: request.getDependenciesList().map(labelOf).sort(),
    protect: request.getProtect() ?? false,
    retainOnDelete: request.getRetainondelete() ?? false,
    version: request.getVersion(),
    provider: resource(request.getProvider()),
    providers: [...request.getProvidersMap().values()].map(labelOf).sort(),
    additionalSecretOutputs: request.getAdditionalsecretoutputsList(),
  };
  const isSet = (value: unknown) => (Array.isArray(value) ? value.length > 0 : Boolean(value));
  return Object.fromEntries(Object.entries(options).filter(([, value]) => isSet(value)));
}

const ACCOUNT = "123456789012";
const GITHUB_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const DIGEST = "sha256:" + "d".repeat(64);

/** What the real providers compute, by resource type; other types of {@link PLAIN} compute nothing. */
const computed: Readonly<Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>> = {
  "aws:ecr/repository:Repository": ({ name }) => ({
    arn: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/${String(name)}`,
    repositoryUrl: `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/${String(name)}`,
  }),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": () => ({ arn: GITHUB_PROVIDER }),
  "aws:iam/role:Role": ({ name }) => ({ arn: `arn:aws:iam::${ACCOUNT}:role/${String(name)}` }),
  "slipway-github:index:RepositoryFiles": () => ({ owned: [], pullRequest: "" }),
  "docker-build:index:Image": () => ({ digest: DIGEST, ref: "" }),
};
/** A type that is neither here nor above is a mistake of the test or the program. */
const PLAIN =
  /^(?:slipway:index:\w+|pulumi:providers:github|github:index\/(?:actions|repository|workflow).*|aws:ecr\/\w+Policy:.*|aws:ecr\/registryScanning.*|aws:iam\/rolePolic.*)$/;

type Calls = Readonly<Record<string, () => Record<string, unknown>>>;

const usualCalls: Calls = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: ACCOUNT }),
  // An account that has none.
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": () => {
    throw new Error("not found");
  },
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({ userName: "AWS", password: "token-1" }),
};

/** What mocks answer. */
export interface Mocked {
  /** Default: `test`. */
  stack?: string;
  /** Answers in place of the usual ones. Default: none. */
  calls?: Calls;
  /** What the last update of the stack put out. Default: nothing, as in a new stack. */
  outputs?: Readonly<Record<string, unknown>>;
}

/**
 * Starts Pulumi's mocks and returns the list that every registered resource is added to. Unknown calls and resource
 * types throw.
 */
export async function useMocks({ stack = "test", calls = {}, outputs = {} }: Mocked = {}) {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        if (type === "pulumi:pulumi:StackReference") {
          assert.deepEqual(inputs, { name: `organization/slipway/${stack}` });
          return { id: name, state: { name, outputs } };
        }
        const compute = computed[type];
        if (compute === undefined && !PLAIN.test(type)) throw new Error(`no mock for ${type}`);
        const given = inputs as Record<string, unknown>;
        return { id: `${name}-id`, state: { ...given, ...compute?.(given) } };
      },
      call: ({ token }) => {
        const answer = calls[token] ?? usualCalls[token];
        if (answer === undefined) throw new Error(`no mock for a call of ${token}`);
        return answer();
      },
    },
    "slipway",
    stack,
    false,
    "organization",
  );
  recordInto(registered);
  return registered;
}

/** Mocks are shown a resource's inputs only, so its options are read off the request that the engine would get. */
function recordInto(registered: Registered[]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as MockMonitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request: RegisterResourceRequest, callback) => {
    const inputs = pulumi.runtime.deserializeProperties(request.getObject() ?? assert.fail());
    registered.push({
      type: request.getType(),
      name: request.getName(),
      inputs,
      options: optionsOf(request),
    });
    return register(request, callback);
  };
  const registerOutputs = monitor.registerResourceOutputs.bind(monitor);
  monitor.registerResourceOutputs = (request: RegisterResourceOutputsRequest, callback) => {
    const component = registered.find((resource) => label(resource) === labelOf(request.getUrn()));
    if (component) {
      component.outputs = pulumi.runtime.deserializeProperties(request.getOutputs() ?? assert.fail());
    }
    registerOutputs(request, callback);
  };
}

/** The value of an Output; rejects where the Output does. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Waits until everything that was declared has been registered. */
export async function settled(): Promise<void> {
  await pulumi.runtime.disconnect(false);
}

/** What Pulumi would show during an act: it goes to the console where there is no engine. */
export async function logsOf(act: () => unknown): Promise<string[]> {
  const { log, warn } = console;
  const logged: string[] = [];
  console.log = console.warn = (text: string) => logged.push(text.replace(" [runtime]", ""));
  try {
    await act();
    await settled();
  } finally {
    Object.assign(console, { log, warn });
  }
  return logged;
}
