import type { Platform } from "../catalogue/system.js";

/** Where a stack publishes: one registry on this machine, or each system's own registry in the cloud. */
export type RegistryChoice =
  | {
      readonly kind: "local";
      readonly address: string;
      /** Platforms to build, of those that an image has. Default: all of them. */
      readonly platforms?: readonly Platform[] | undefined;
    }
  | { readonly kind: "cloud"; readonly region: string };

/** `gh api repos/OWNER/NAME --jq '{owner: .owner.id, repository: .id}'` */
export interface GithubIds {
  readonly owner: number;
  readonly repository: number;
}

/** How long images are kept in a repository. */
export interface Retention {
  /** Days after its push until an image expires; at least 1. */
  readonly days: number;
  /** Tags whose image never expires. An empty list is the letter of the DistributedColony document (D35). */
  readonly keepTags: readonly string[];
  /** How many of the newest releases are kept whatever their age; at least 1. */
  readonly keepReleases: number;
}

/** How a stack wants tags treated. */
export type MutabilityChoice = "mutable" | "immutable";

/** Whether the stack makes roles by which systems' own CI may push to ECR, and on what terms. */
export type CiAccess =
  | { readonly kind: "none" }
  | {
      readonly kind: "role";
      /** GitHub's OIDC provider in the account: there already, or this stack's. An account has one. */
      readonly oidcProvider: "found" | "made";
      /** Hours that credentials live at most, 1 to 12. */
      readonly sessionHours: number;
      /** ARN of a policy that no role's rights can exceed. */
      readonly permissionsBoundary?: string | undefined;
      /** System → the ids of its repository on GitHub. */
      readonly githubIds: Readonly<Record<string, GithubIds>>;
      /** Account ids and ARNs of roles that may take a role which pulls and does nothing else. */
      readonly pullers: readonly string[];
    };

/** What a deployment environment asks for beside the right branch or tag. */
export interface EnvironmentChoice {
  /** Minutes that a job waits. Default: 0. */
  readonly waitMinutes?: number | undefined;
  /** Ids of users and teams, one of whom has to approve each run. Default: nobody. */
  readonly users?: readonly number[] | undefined;
  readonly teams?: readonly number[] | undefined;
}

/** Whether the stack owns the settings of its systems' repositories on GitHub. One stack a repository. */
export type RepositorySettingsChoice =
  | { readonly kind: "none" }
  | {
      readonly kind: "managed";
      /** Approving reviews that a pull request into the default branch needs, 0 to 10. */
      readonly reviews: number;
      /** System → patterns of actions that workflows use which are not of the catalogue's. */
      readonly otherActions: Readonly<Record<string, readonly string[]>>;
      /** Environment that a job names → what it asks for. */
      readonly environments: Readonly<Record<string, EnvironmentChoice>>;
    };

/** The settings of one stack, validated and complete. `src/configuration/keys.ts` documents each key and its default. */
export interface Configuration {
  readonly owner: string;
  /** Names of the systems this stack owns. */
  readonly systems: readonly string[];
  readonly registry: RegistryChoice;
  /** System → folder of its sources. A system without one is built by its CI only. */
  readonly checkouts: Readonly<Record<string, string>>;
  readonly builder: string;
  /** Image (`system/image`) → the builder of it, in place of `builder`. */
  readonly builders: Readonly<Record<string, string>>;
  /** Whether base images are built by this stack, or taken as they are on this machine. */
  readonly bases: "build" | "existing";
  readonly retention: Retention;
  readonly tagMutability: MutabilityChoice;
  /** System → `ARG` → image, in place of the system's default. */
  readonly versions: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** Version tag to publish beside the moving tags. */
  readonly release?: string | undefined;
  readonly buildCache: "off" | "registry";
  /** AWS accounts that may pull. */
  readonly pullAccounts: readonly string[];
  readonly ciAccess: CiAccess;
  /** How ECR scans all repositories of the account and region; `none` leaves that as it is. */
  readonly registryScanning: "none" | "basic" | "enhanced";
  readonly repositorySettings: RepositorySettingsChoice;
  readonly forceDelete: boolean;
  readonly protect: boolean;
  /** How delivered files reach the systems' repositories: by a pull request each, or not by this stack. */
  readonly delivery: "off" | "pull-request";
  /** Files, as `system/path`, that a person made and that a delivery may replace. */
  readonly adopt: readonly string[];
}
