/** One third-party action: what it is pinned to, and the inputs that Slipway uses. */
export interface Action {
  /** The release that `commit` is, with its `v`. */
  readonly version: string;
  /** Full commit, dereferenced: a tag can be moved, a commit cannot. */
  readonly commit: string;
  /** Inputs by their names in the action's own `action.yml`; another name is a type error. */
  readonly inputs: readonly string[];
  /**
   * Actions that it calls, directly or indirectly: a repository that limits actions must allow them, too. Default:
   * none.
   */
  readonly uses?: readonly string[];
}

/**
 * Every third-party action that a workflow may use (X8). The only place that names a commit. Keys are
 * `owner/repository`, with the action's folder if it has one.
 */
export const actions = {
  "actions/checkout": {
    version: "v7.0.1",
    commit: "3d3c42e5aac5ba805825da76410c181273ba90b1",
    inputs: ["fetch-depth", "persist-credentials", "ref"],
  },
  "actions/cache/restore": {
    version: "v5.0.5",
    commit: "27d5ce7f107fe9357f9df03efb73ab90386fccae",
    inputs: ["key", "path"],
  },
  "actions/cache/save": {
    version: "v5.0.5",
    commit: "27d5ce7f107fe9357f9df03efb73ab90386fccae",
    inputs: ["key", "path"],
  },
  "actions/setup-node": {
    version: "v7.0.0",
    commit: "820762786026740c76f36085b0efc47a31fe5020",
    inputs: ["cache", "node-version", "node-version-file", "package-manager-cache"],
  },
  "actions/upload-artifact": {
    version: "v7.0.0",
    commit: "bbbca2ddaa5d8feaa63e36b76fdaad77386f024f",
    inputs: ["if-no-files-found", "name", "overwrite", "path", "retention-days"],
  },
  "actions/download-artifact": {
    version: "v8.0.1",
    commit: "3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c",
    inputs: ["merge-multiple", "name", "path", "pattern"],
  },
  "actions/attest": {
    version: "v4.2.2",
    commit: "1e69f48acb82d1966a394da916b4c1698aa569d6",
    inputs: ["create-storage-record", "push-to-registry", "subject-digest", "subject-name"],
  },
  "docker/setup-buildx-action": {
    version: "v4.3.0",
    commit: "37fe631027851001ddb9b187196cc803df7f5f0e",
    inputs: ["buildkitd-config-inline", "cache-binary", "driver-opts"],
  },
  "docker/login-action": {
    version: "v4.1.0",
    commit: "4907a6ddec9925e35a0a9e82d7399ccc52663121",
    inputs: ["password", "registry", "username"],
  },
  "docker/metadata-action": {
    version: "v6.2.0",
    commit: "dc802804100637a589fabce1cb79ff13a1411302",
    inputs: ["flavor", "images", "labels", "tags"],
  },
  "docker/build-push-action": {
    version: "v7.3.0",
    commit: "53b7df96c91f9c12dcc8a07bcb9ccacbed38856a",
    inputs: [
      "build-args",
      "build-contexts",
      "cache-from",
      "cache-to",
      "context",
      "file",
      "labels",
      "load",
      "no-cache",
      "outputs",
      "platforms",
      "provenance",
      "push",
      "sbom",
      "tags",
      "target",
    ],
  },
  "aws-actions/configure-aws-credentials": {
    version: "v6.2.3",
    commit: "e6de054238d6b7531b4efff3b6587d9aade6a06c",
    inputs: ["aws-region", "role-session-name", "role-to-assume"],
  },
  "aws-actions/amazon-ecr-login": {
    version: "v2.1.7",
    commit: "03f1aad4c6c7ffd436567f42f9384779290529bd",
    inputs: ["mask-password"],
  },
  "aquasecurity/trivy-action": {
    version: "v0.36.0",
    commit: "ed142fd0673e97e23eac54620cfb913e5ce36c25",
    inputs: [
      "cache",
      "exit-code",
      "format",
      "ignore-unfixed",
      "image-ref",
      "limit-severities-for-sarif",
      "output",
      "severity",
      "skip-setup-trivy",
      "version",
      "vuln-type",
    ],
    uses: ["aquasecurity/setup-trivy", "actions/cache", "actions/checkout"],
  },
  "github/codeql-action/upload-sarif": {
    version: "v4.36.2",
    commit: "8aad20d150bbac5944a9f9d289da16a4b0d87c1e",
    inputs: ["category", "sarif_file"],
  },
  "sigstore/cosign-installer": {
    version: "v4.1.2",
    commit: "6f9f17788090df1f26f669e9d70d6ae9567deba6",
    inputs: [],
  },
  "pulumi/actions": {
    version: "v7.0.0",
    commit: "8e5e406f4007fca908480587cb9893c07090f58d",
    inputs: ["pulumi-version"],
  },
} as const satisfies Record<string, Action>;

export type ActionName = keyof typeof actions;

/** Names of the inputs that an action takes. */
export type InputsOf<Name extends ActionName> = (typeof actions)[Name]["inputs"][number];
