import type { Ruleset } from "./rulesets.js";

/** An environment as an administrator describes it. */
export interface Environment {
  readonly id: number;
  readonly name: string;
  wait_timer: number;
  reviewers: readonly { readonly type: "User" | "Team"; readonly id: number }[];
  prevent_self_review: boolean;
  can_admins_bypass: boolean;
  deployment_branch_policy: {
    readonly protected_branches: boolean;
    readonly custom_branch_policies: boolean;
  } | null;
  readonly branchPolicies: { readonly id: number; name: string; readonly type: "branch" | "tag" }[];
}

/** An Actions variable. */
export interface Variable {
  readonly value: string;
  readonly createdAt: Date;
}

/**
 * What an administrator sets on a repository, in GitHub's words. Tests read it, and change it as somebody does on the
 * web page.
 */
export class Settings {
  actions = {
    enabled: true,
    allowed_actions: "all" as "all" | "local_only" | "selected",
    sha_pinning_required: false,
  };
  selectedActions = {
    github_owned_allowed: false,
    verified_allowed: false,
    patterns_allowed: [] as readonly string[],
  };
  workflow = {
    default_workflow_permissions: "write" as "read" | "write",
    can_approve_pull_request_reviews: true,
  };
  vulnerabilityAlerts = false;
  automatedSecurityFixes = false;
  readonly rulesets: Ruleset[] = [];
  /** By name. */
  readonly environments = new Map<string, Environment>();
  /** By name, in upper case. */
  readonly variables = new Map<string, Variable>();
  /** What the organisation decides for all its repositories: then they cannot. */
  organization = { decidesActions: false };
  private ids = 0;

  /** A number that nothing else of the repository has. */
  nextId(): number {
    this.ids += 1;
    return this.ids;
  }
}
