import * as pulumi from "@pulumi/pulumi";

/** A resource as the engine would have been asked to make it. */
export interface Registered {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
}

const ACCOUNT = "123456789012";
const GITHUB_PROVIDER = `arn:aws:iam::${ACCOUNT}:oidc-provider/token.actions.githubusercontent.com`;
const DIGEST = "sha256:" + "d".repeat(64);

/** What the real providers compute, by resource type. A type that is not here is a mistake of the test or the program. */
const computed: Readonly<Record<string, (inputs: Record<string, unknown>) => Record<string, unknown>>> = {
  "aws:ecr/repository:Repository": ({ name }) => ({
    arn: `arn:aws:ecr:eu-west-1:${ACCOUNT}:repository/${String(name)}`,
    repositoryUrl: `${ACCOUNT}.dkr.ecr.eu-west-1.amazonaws.com/${String(name)}`,
  }),
  "aws:ecr/lifecyclePolicy:LifecyclePolicy": () => ({}),
  "aws:ecr/repositoryPolicy:RepositoryPolicy": () => ({}),
  "aws:ecr/registryScanningConfiguration:RegistryScanningConfiguration": () => ({}),
  "aws:iam/openIdConnectProvider:OpenIdConnectProvider": () => ({ arn: GITHUB_PROVIDER }),
  "aws:iam/role:Role": ({ name }) => ({ arn: `arn:aws:iam::${ACCOUNT}:role/${String(name)}` }),
  "aws:iam/rolePolicy:RolePolicy": () => ({}),
  "aws:iam/rolePoliciesExclusive:RolePoliciesExclusive": () => ({}),
  "aws:iam/rolePolicyAttachmentsExclusive:RolePolicyAttachmentsExclusive": () => ({}),
  "github:index/actionsRepositoryPermissions:ActionsRepositoryPermissions": () => ({}),
  "github:index/actionsVariable:ActionsVariable": () => ({}),
  "github:index/repositoryDependabotSecurityUpdates:RepositoryDependabotSecurityUpdates": () => ({}),
  "github:index/repositoryEnvironment:RepositoryEnvironment": () => ({}),
  "github:index/repositoryEnvironmentDeploymentPolicy:RepositoryEnvironmentDeploymentPolicy": () => ({}),
  "github:index/repositoryRuleset:RepositoryRuleset": () => ({}),
  "github:index/repositoryVulnerabilityAlerts:RepositoryVulnerabilityAlerts": () => ({}),
  "github:index/workflowRepositoryPermissions:WorkflowRepositoryPermissions": () => ({}),
  "pulumi:providers:github": () => ({}),
  "slipway-github:index:RepositoryFiles": () => ({ owned: [], pullRequest: "" }),
  "docker-build:index:Image": () => ({ digest: DIGEST, ref: "" }),
  "pulumi:pulumi:StackReference": () => ({ outputs: {} }),
};

type Calls = Readonly<Record<string, () => Record<string, unknown>>>;

const calls: Calls = {
  "aws:index/getCallerIdentity:getCallerIdentity": () => ({ accountId: ACCOUNT }),
  // An account that has none.
  "aws:iam/getOpenIdConnectProvider:getOpenIdConnectProvider": () => {
    throw new Error("not found");
  },
  "aws:ecr/getAuthorizationToken:getAuthorizationToken": () => ({ userName: "AWS", password: "token-1" }),
};

/**
 * Starts Pulumi's mocks and returns the list that every registered resource is added to. Unknown calls throw; `other`
 * answers in place of the usual ones.
 */
export async function useMocks(stack = "test", other: Calls = {}): Promise<Registered[]> {
  const registered: Registered[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs }) => {
        const compute = computed[type];
        if (compute === undefined && !type.startsWith("slipway:")) throw new Error(`no mock for ${type}`);
        registered.push({ type, name, inputs: inputs as Record<string, unknown> });
        return {
          id: `${name}-id`,
          state: { ...(inputs as object), ...compute?.(inputs as Record<string, unknown>) },
        };
      },
      call: ({ token }) => {
        const answer = other[token] ?? calls[token];
        if (answer === undefined) throw new Error(`no mock for a call of ${token}`);
        return answer();
      },
    },
    "slipway",
    stack,
    false,
    "organization",
  );
  return registered;
}

/** The value of an Output; rejects where the Output does. */
export function valueOf<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => output.apply(resolve));
}

/** Waits until everything that was declared has been registered. */
export async function settled(): Promise<void> {
  await pulumi.runtime.disconnect(false);
}

/** Options with which a component is declared so that those of its children can be read: mocks leave them out. */
export function recordingOptions(): {
  readonly options: pulumi.ComponentResourceOptions;
  readonly of: (type: string) => pulumi.CustomResourceOptions | undefined;
} {
  const seen = new Map<string, pulumi.CustomResourceOptions>();
  return {
    options: {
      transformations: [
        ({ type, opts }) => {
          seen.set(type, opts);
          return undefined;
        },
      ],
    },
    of: (type) => seen.get(type),
  };
}
