import type { Octokit } from "@octokit/core";
import type { GithubApi } from "../api.js";
import { packageOwner, type PackageOwner } from "../package-owner.js";
import { ghcr } from "../ghcr.js";
import type { OidcProvider } from "../../plan/plan.js";
import type { GhcrPackage, ResolvedSystem } from "../../plan/resolved-system.js";
import { type Answer, answerOf, askerOf, askOfPackage, askOfRepository, beginPush } from "./ask-github.js";
import type { Finding } from "./finding.js";
import { packageFindings, pushFinding } from "./package-findings.js";
import { repositoryFindings, repositorySubject } from "./repository-findings.js";
import { stackFindings } from "./stack-findings.js";

/** Whom to ask. */
export interface DoctorSources {
  readonly octokit: Octokit;
  readonly registry: GithubApi;
  /** Whether to begin a push, to learn what the token may do. */
  readonly push: boolean;
}

/** Everything that the plan's systems need for a working push. `sources`: whom to ask, or why nobody is asked. */
export async function examineSystems(
  systems: readonly ResolvedSystem[],
  oidcProvider: OidcProvider | undefined,
  sources: DoctorSources | string,
): Promise<Finding[]> {
  const asker = askerOf(typeof sources === "string" ? sources : sources.octokit);
  const owners = new Map<string, Answer<PackageOwner>>();
  const findings: Finding[] = [];
  for (const system of systems) {
    const subject = repositorySubject(system);
    const facts = await askOfRepository(asker, subject.repository, subject.variables.keys());
    findings.push(...stackFindings(system, oidcProvider), ...repositoryFindings(subject, facts));
    for (const one of system.packages) findings.push(...(await examinePackage(one)));
  }
  return findings;

  async function examinePackage(subject: GhcrPackage): Promise<Finding[]> {
    const owner = owners.get(subject.owner) ?? (await ownerOf(subject.owner));
    owners.set(subject.owner, owner);
    const kind = owner.kind === "known" ? owner.value.kind : undefined;
    const facts = owner.kind === "known" ? await askOfPackage(asker, owner.value, subject.name) : owner;
    const found = packageFindings(subject, kind, facts);
    if (typeof sources === "string" || !sources.push) return found;
    const registry = ghcr(sources.registry, `${subject.owner.toLowerCase()}/${subject.name}`, "pull,push");
    return [...found, pushFinding(subject, kind, await beginPush(registry))];
  }

  async function ownerOf(name: string): Promise<Answer<PackageOwner>> {
    return typeof sources === "string"
      ? { kind: "unknown", because: sources }
      : answerOf(packageOwner(sources.octokit, name));
  }
}
