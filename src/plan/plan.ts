import type { RolePlan } from "./access/role-plan.js";
import type { CiAccess } from "../configuration/configuration.js";
import type { DeepReadonly } from "../catalogue/frozen.js";
import type { LifecyclePolicy } from "./ecr/lifecycle.js";
import type { Mutability } from "./ecr/mutability.js";
import type { RegistryScanning } from "./ecr/registry-scanning.js";
import type { RepositoryPolicy } from "./ecr/repository-policy.js";
import type { BaseImage, Platform } from "../catalogue/system.js";

/** Everything a stack declares, by value. */
export type Plan = DeepReadonly<{
  systems: SystemPlan[];
  /** The account's OIDC provider for GitHub. Undefined where no role needs it. */
  oidcProvider: OidcProvider | undefined;
  /** How ECR scans. Undefined where the stack leaves that alone. */
  registryScanning: RegistryScanning | undefined;
  /** Whether a destroy is refused as a whole. Undefined where the stack owns no ECR repository. */
  isProtected: boolean | undefined;
  /** What is left for a person to do, one sentence each. */
  toDo: string[];
}>;

/** Whether the account has the provider already, or the stack makes it. */
export type OidcProvider = Extract<CiAccess, { kind: "role" }>["oidcProvider"];

/** One system's share of the plan. */
export type SystemPlan = DeepReadonly<{
  name: string;
  repositories: RepositoryPlan[];
  /** IAM roles by which others than the stack use the repositories. */
  roles: RolePlan[];
  /** In build order: a base stands before what is built on it. */
  builds: BuildPlan[];
}>;

/** The host that a repository is published at: known by name, or an account's own, known once AWS is asked. */
export type HostPlan =
  { readonly kind: "known"; readonly host: string } | { readonly kind: "ecr"; readonly region: string };

/** One ECR repository. */
export type RepositoryPlan = DeepReadonly<{
  name: string;
  mutability: Mutability;
  lifecycle: LifecyclePolicy;
  lifecycleInWords: string;
  policy: RepositoryPolicy | undefined;
  forceDelete: boolean;
  protect: boolean;
}>;

/** One image build. Paths are relative to the Pulumi project, so that two checkouts of it hold the same inputs. */
export type BuildPlan = DeepReadonly<{
  system: string;
  image: string;
  host: HostPlan;
  repository: string;
  /** Tags to publish; the first one names the image in outputs. */
  tags: string[];
  /** Those of `tags` that the registry refuses to overwrite. */
  immutableTags: string[];
  sources: { checkout: string; context: string; dockerfile: string };
  /** Folder that receives the staged context and Dockerfile. */
  stage: string;
  platforms: Platform[];
  target: string | undefined;
  buildArgs: Record<string, string>;
  sourceVersionArg: string | undefined;
  labels: Record<string, string>;
  builder: Builder;
  base: BasePlan | undefined;
  /** How images built on this one receive it. `undefined` where nothing is. */
  handover: Handover | undefined;
  /** Tag of the BuildKit cache in the same repository. */
  cacheTag: string | undefined;
}>;

/** What builds: BuildKit under a buildx builder, or Docker's own engine, which only its buildx plugin can drive. */
export interface Builder {
  readonly kind: "buildkit" | "docker-engine";
  readonly name: string;
}

/** How a base reaches the build on it, never by way of a registry. `name` is the one in the application's `FROM`. */
export type Handover =
  /** An OCI layout on disk, read by the client: works on every builder. */
  | { readonly kind: "oci-layout"; readonly name: string; readonly directory: string }
  /** The image store of a Docker engine. */
  | { readonly kind: "image-store"; readonly name: string };

/** What a build needs to know of its base. */
export type BasePlan = DeepReadonly<BaseImage & { built: boolean; handover: Handover }>;
