import type { DeepReadonly } from "../catalogue/frozen.js";
import type { keys } from "./keys.js";

/** The settings of one stack, validated and complete. Follows from the keys, which say what each means. */
export type Configuration = DeepReadonly<{
  [Name in keyof typeof keys]: ReturnType<(typeof keys)[Name]["read"]>;
}>;

/** How long ECR keeps images. */
export type Retention = Configuration["retention"];

/** Whether ECR lets tags be overwritten. */
export type MutabilityChoice = Configuration["tagMutability"];

/** Whether the stack makes roles by which systems' own CI may push to ECR, and on what terms. */
export type CiAccess = Configuration["ciAccess"];

/** The numbers by which GitHub knows an owner and a repository; it never gives one twice. */
export type GithubIds = Extract<CiAccess, { kind: "role" }>["githubIds"][string];

/** Whether the stack owns the settings of its systems' repositories on GitHub. One stack a repository. */
export type RepositorySettingsChoice = Configuration["repositorySettings"];

/** What a deployment environment asks for beside the right branch or tag. */
export type EnvironmentChoice = Extract<
  RepositorySettingsChoice,
  { kind: "managed" }
>["environments"][string];
