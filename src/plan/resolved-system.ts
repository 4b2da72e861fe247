import type { DeepReadonly } from "../catalogue/frozen.js";
import type { ImageSpec } from "../catalogue/image-spec.js";
import type { BaseReference, Platform } from "../catalogue/image.js";
import type { RegistryKind, DependencyUpdates } from "../catalogue/system.js";
import type { TagClass } from "../catalogue/tag-class.js";
import type { Workflow } from "../catalogue/workflow-model.js";
import type { GithubRepository, JobOrigin } from "./access/github-subject.js";
import type { DeliveredFile, DeliveryPlan } from "./delivery-plan.js";
import type { RepositoryPlan } from "./ecr/repository-plan.js";
import type { AllowedActions } from "./settings/allowed-actions.js";
import type { EnvironmentPlan } from "./settings/environments.js";
import type { RequiredChecks } from "./settings/required-checks.js";

/**
 * One system with everything that follows for it from the catalogue and a stack's configuration. `resolve` makes it,
 * once a run; whoever needs a fact about a system takes it from here.
 */
export interface ResolvedSystem {
  readonly name: string;
  /** Its repository on GitHub, with its ids where the stack knows them. */
  readonly repository: GithubRepository;
  readonly defaultBranch: string;
  /** Where its CI publishes. */
  readonly registry: RegistryKind;
  /** Where the stack publishes. `ecr` where the system is in ECR and the stack in the cloud. */
  readonly host: HostPlan;
  /** The git tags that are releases, in GitHub's filter syntax. */
  readonly releaseTags: string;
  /** `ARG` → image or version: the stack's, otherwise the catalogue's. */
  readonly versions: Readonly<Record<string, string>>;
  /** As the catalogue orders them. */
  readonly images: readonly ResolvedImage[];
  /** The folder of its sources, relative to the Pulumi project. Undefined where the stack builds none of its images. */
  readonly checkout: string | undefined;
  /** Those of `images` that the stack builds, a base before what is built on it. */
  readonly builds: readonly ResolvedImage[];
  /** The ECR repositories that the stack owns. */
  readonly repositories: readonly RepositoryPlan[];
  /** AWS accounts that may pull from `repositories`. */
  readonly pullAccounts: readonly string[];
  /** The packages on GHCR that the stack and its CI publish to. */
  readonly packages: readonly GhcrPackage[];
  /** What Dependabot keeps fresh beside actions and Dockerfiles. Undefined: it has no file for Dependabot. */
  readonly dependencyUpdates: readonly DependencyUpdates[] | undefined;
  /** The workflow files of its repository. */
  readonly workflows: readonly Workflow[];
  /** IAM roles by which others than the stack use the repositories. */
  readonly roles: readonly RolePlan[];
  /** Actions variables that its workflows read. */
  readonly variables: readonly VariablePlan[];
  /** The settings of its repository. Undefined where the stack leaves them alone. */
  readonly settings: RepositorySettingsPlan | undefined;
  /** Every file that it is given, sorted by path. */
  readonly files: readonly DeliveredFile[];
  /** How `files` are brought to its repository. Undefined where the stack does not deliver. */
  readonly delivery: DeliveryPlan | undefined;
}

/** The host that images are published at: known by name, or an account's own, known once AWS is asked. */
export type HostPlan =
  { readonly kind: "known"; readonly host: string } | { readonly kind: "ecr"; readonly region: string };

/** A package on GHCR that images of a system are published to. */
export interface GhcrPackage {
  readonly system: string;
  readonly owner: string;
  /** Without the owner. */
  readonly name: string;
  /** `OWNER/NAME` of the system's own repository, whose workflows push it. */
  readonly repository: string;
  /** How many days a version without a tag is kept after its last change. */
  readonly days: number;
}

/** An IAM role for one system and one purpose. `roleDocuments` gives its documents once the account is known. */
export type RolePlan = DeepReadonly<{
  name: string;
  description: string;
  right: Right;
  /** Names of ECR repositories. */
  repositories: string[];
  trusted: Trusted;
  region: string;
  /** Maximum lifetime of credentials in seconds, 3,600 to 43,200. */
  maxSessionDuration: number;
  /** ARN of the permissions boundary. */
  permissionsBoundary: string | undefined;
}>;

/** Who may assume a role. */
export type Trusted =
  | { readonly kind: "github"; readonly repository: GithubRepository; readonly origins: readonly JobOrigin[] }
  /** Account ids and ARNs of roles. */
  | { readonly kind: "aws"; readonly principals: readonly string[] };

/** A right on an image repository. Pushing includes pulling, because a push looks for existing layers. */
export type Right = "pull" | "push";

/** The settings in which GitHub repositories differ. The others are the same for all. */
export type RepositorySettingsPlan = DeepReadonly<{
  /** The repository's system. */
  system: string;
  owner: string;
  /** Name of the repository, without the owner. */
  repository: string;
  actions: AllowedActions;
  /** Approving reviews that a pull request into the default branch needs. */
  reviews: number;
  checks: RequiredChecks;
  /** Patterns of git tags that nobody may move or delete. */
  releaseTags: string[];
  environments: EnvironmentPlan[];
  variables: VariablePlan[];
}>;

/** An Actions variable of a repository. Values that the stack creates are unknown until then. */
export interface VariablePlan {
  readonly name: string;
  readonly value:
    | { readonly kind: "known"; readonly text: string }
    /** ARN of the role of that name. */
    | { readonly kind: "role"; readonly role: string }
    /** Host of the registry that holds this repository of images. */
    | { readonly kind: "registry"; readonly repository: string };
}

/** One image: what it is built from, and where and how the stack builds and publishes it. */
export interface ResolvedImage {
  readonly system: string;
  readonly spec: ImageSpec;
  /** Below the host: `OWNER/NAME` on GHCR, otherwise the name alone. */
  readonly repository: string;
  /** Every class of tag that appears in its repository. */
  readonly tagClasses: readonly TagClass[];
  /** The tags that the stack publishes; the first one names the image in outputs. Empty: the stack does not build it. */
  readonly tags: readonly string[];
  /** Those of `tags` that the registry refuses to overwrite. */
  readonly immutableTags: readonly string[];
  /** Those of its platforms that the stack builds. */
  readonly platforms: readonly Platform[];
  readonly builder: Builder;
  /** What it is built on. */
  readonly base: ResolvedBase | undefined;
  /** How the images built on it receive it. Undefined where none is. */
  readonly baseSource: BaseSource | undefined;
  /** Tag of the BuildKit cache in the same repository. */
  readonly cacheTag: string | undefined;
  /** Folder that receives the staged context and Dockerfile, relative to the Pulumi project. */
  readonly stage: string;
}

/** What builds: BuildKit under a buildx builder, or Docker's own engine, which only its buildx plugin can drive. */
export interface Builder {
  readonly kind: "buildkit" | "docker-engine";
  readonly name: string;
}

/** The base of an image. `built`: the stack builds it; otherwise it is taken as it lies on this machine. */
export type ResolvedBase = BaseReference & { readonly built: boolean; readonly source: BaseSource };

/**
 * How a base image reaches the builds on it, never through a registry. `name` is the one in their `FROM`. Docker's
 * engine keeps a base among its own images; every other builder reads an OCI layout.
 */
export type BaseSource =
  /**
   * An OCI layout on disk, which the client reads. `directory` holds one folder for each version of the layout; once a
   * build is prepared, it is the folder of the version to use.
   */
  | {
      readonly kind: "oci-layout";
      readonly name: string;
      readonly directory: string;
      /** Known beforehand only of a base that is not built. */
      readonly digest?: string;
    }
  /** The image store of a Docker engine. */
  | { readonly kind: "image-store"; readonly name: string };
