import * as v from "valibot";
import { isOwner } from "../catalogue/names.js";
import { expects } from "./expects.js";
import { ciAccess } from "./keys/ci-access.js";
import { registry } from "./keys/registry-choice.js";
import { repositorySettings } from "./keys/repository-settings.js";
import { retention } from "./keys/retention.js";
import { choice, flag, list, map, text } from "./schemas.js";

/** One configuration key as Pulumi.yaml declares it and the program checks it. */
export interface Key {
  /** Type in Pulumi.yaml. */
  readonly type: "string" | "boolean" | "array" | "object";
  /** What it decides, in one or two sentences. */
  readonly description: string;
  /** Value when the stack does not set it. Pulumi would refuse a stack that lacks a key without a default. */
  readonly default: unknown;
  readonly schema: v.GenericSchema;
}

const accountId = v.pipe(
  v.string(expects("an account id in quotes", "put the 12 digits in quotes")),
  v.regex(/^\d{12}$/, expects("12 digits", "copy the account id from the AWS console")),
);

/** Every key of the program, by its name without `slipway:`. Unknown ones are refused. */
export const keys = {
  owner: {
    type: "string",
    description:
      "GitHub user or organisation that owns the systems' repositories, as GitHub spells it. Every stack has to set it.",
    default: "",
    schema: v.pipe(
      v.string(),
      v.check(
        isOwner,
        expects(
          "a GitHub user or organisation: 1 to 39 letters, digits and single inner hyphens",
          "`pulumi config set slipway:owner NAME`, as it stands in the repository's address",
        ),
      ),
    ),
  },
  systems: {
    type: "array",
    description: "Which systems of the catalogue this stack owns. An empty list stands for all.",
    default: [],
    schema: list(v.string(expects("a system's name", "copy it from systems/index.ts")), "system names"),
  },
  registry: {
    type: "object",
    description:
      "Where images go: `kind: cloud` is each system's own registry (ECR in aws:region, or GHCR); `kind: local` with an `address` is one registry on this machine; `platforms` beside it builds those alone, for a builder that can run no others.",
    default: { kind: "cloud" },
    schema: registry,
  },
  checkouts: {
    type: "object",
    description:
      "System → folder of its sources, relative to this project. A system without one is built by its CI only.",
    default: {},
    schema: map(text("a folder", "name the folder of the system's sources"), "system to folder"),
  },
  builder: {
    type: "string",
    description:
      "buildx builder that builds the images, by name: docker-container, kubernetes, remote or cloud. `default` is Docker's own engine.",
    default: "default",
    schema: text("the name of a buildx builder", "copy it from `docker buildx ls`"),
  },
  builders: {
    type: "object",
    description:
      "Image (`system/image`) → buildx builder, where one image is to be built elsewhere than by slipway:builder. One `up` may use many builders.",
    default: {},
    schema: map(
      text("the name of a buildx builder", "copy it from `docker buildx ls`"),
      "system/image to builder",
    ),
  },
  bases: {
    type: "string",
    description:
      "`build`: base images are part of the stack. `existing`: they are taken as they are on this machine, and their absence is an error.",
    default: "build",
    schema: choice("build", "existing"),
  },
  retention: {
    type: "object",
    description:
      "How long ECR keeps images: `days` after the push, but always those in `keepTags` and the newest `keepReleases`. `keepTags: []` lets even the live image expire. On GHCR, `slipway prune` goes by `days` alone.",
    default: { days: 30, keepTags: ["latest"], keepReleases: 10 },
    schema: retention,
  },
  tagMutability: {
    type: "string",
    description:
      "`mutable`, or `immutable`: then ECR refuses to overwrite a tag, except those that exist to be moved, such as latest.",
    default: "mutable",
    schema: choice("mutable", "immutable"),
  },
  versions: {
    type: "object",
    description:
      "System → build argument → image or version, in place of the default in the catalogue. Here toolchains and base images are pinned; `slipway digests` writes the digests of images.",
    default: {},
    schema: map(
      map(text("an image or a version", "name one, or remove the key"), "build argument to value"),
      "system to versions",
    ),
  },
  release: {
    type: "string",
    description:
      "Git tag of the release to publish beside the fixed tags, such as `v1.2.3`. Images that take releases get the tags that CI would give them. Empty: none.",
    default: "",
    schema: v.pipe(
      v.string(expects("a git tag, such as v1.2.3", "write it in quotes")),
      v.regex(
        /^[^\s~^:?*[\\]*$/,
        expects("a git tag, such as v1.2.3", "write its name alone, without spaces or wildcards"),
      ),
    ),
  },
  buildCache: {
    type: "string",
    description:
      "`registry` keeps BuildKit's cache beside each image under the tag buildcache; `off` keeps none.",
    default: "off",
    schema: choice("off", "registry"),
  },
  pullAccounts: {
    type: "array",
    description: "AWS accounts, besides the stack's own, that may pull from its ECR repositories.",
    default: [],
    schema: list(accountId, "account ids"),
  },
  ciAccess: {
    type: "object",
    description:
      "`kind: role` makes an IAM role for each system in ECR by which the jobs of its workflows push without a stored key: from the branches and tags whose pushes start them, or from their environment, and from nothing else. Beside it: `oidcProvider` (`found`: the account has GitHub's already; `made`: this stack owns it, one stack an account), `sessionHours` (1 to 12), `permissionsBoundary` (ARN of a policy), `githubIds` (system → `owner` and `repository`, the numbers of its repository: needed by repositories made, renamed or moved since 15 July 2026, and better for all), and `pullers` (account ids and ARNs of roles that may take a second role, which only pulls). `kind: none` makes none of them.",
    default: { kind: "none" },
    schema: ciAccess,
  },
  registryScanning: {
    type: "string",
    description:
      "How ECR scans all repositories of the account and region, those of others too: `basic` on push, `enhanced` (Amazon Inspector, paid for) on push and ever after. `none` leaves that as it is; the stack's own repositories are scanned on push anyway. One stack an account and region.",
    default: "none",
    schema: choice("none", "basic", "enhanced"),
  },
  repositorySettings: {
    type: "object",
    description:
      "`kind: managed` sets the GitHub repositories of the stack's systems up: workflow tokens read, Actions limited to those in use and pinned by commit, vulnerability alerts, Dependabot's security updates, rules for the default branch and for release tags, environments, and Actions variables for what the stack made. Beside it: `reviews` (a pull request needs so many, 0 to 10), `otherActions` (system → actions that workflows beside the delivered ones use, such as `owner/name@*`), and `environments` (name → `waitMinutes`, `users` and `teams` by id, one of whom has to approve). Repositories are neither made nor deleted. One stack a repository. `kind: none` leaves them alone.",
    default: { kind: "none" },
    schema: repositorySettings,
  },
  forceDelete: {
    type: "boolean",
    description:
      "Lets `pulumi destroy` delete ECR repositories that still hold images, and the images with them. Run `up` once after setting it.",
    default: false,
    schema: flag,
  },
  protect: {
    type: "boolean",
    description:
      "Makes Pulumi refuse to delete the ECR repositories, and to destroy the stack at all. Set it to false and run `up` before a destroy.",
    default: false,
    schema: flag,
  },
  delivery: {
    type: "string",
    description:
      "How delivered files reach a system's own repository: `pull-request` keeps one pull request open for what its default branch has not, as docs/delivery.md tells; `off` leaves it to `slipway render`. One stack a repository.",
    default: "off",
    schema: choice("off", "pull-request"),
  },
  adopt: {
    type: "array",
    description:
      "Files (`system/path`) that a person made in a system's repository and that a pull request may replace. Any other such file is refused, never overwritten.",
    default: [],
    schema: list(
      v.pipe(
        v.string(expects("system/path", "name the file as the error does")),
        v.regex(
          /^[^/]+\/.+/,
          expects("system/path, such as cv/Dockerfile", "name the file as the error does"),
        ),
      ),
      "files, each as system/path",
    ),
  },
} as const satisfies Record<string, Key>;

export type KeyName = keyof typeof keys;
