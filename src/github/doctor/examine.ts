import type { Octokit } from "@octokit/core";
import type { GithubApi } from "../api.js";
import { packageOwner, type PackageOwner } from "../package-owner.js";
import { ghcr } from "../ghcr.js";
import type { OidcProvider } from "../../plan/plan.js";
import type { GhcrPackage, ResolvedSystem } from "../../plan/resolved-system.js";
import { answerOf, askOfPackage, askOfRepository } from "./ask-github.js";
import { beginPush } from "./begin-push.js";
import type { Answer, Finding } from "./finding.js";
import type { OwnerKind } from "./links.js";
import { packageFindings, pushFindings } from "./package-findings.js";
import { repositoryFindings, type RepositoryFacts, type RepositorySubject } from "./repository-findings.js";
import { repositorySubject } from "./repository-subject.js";
import { stackFindings } from "./stack-findings.js";

/** Whom to ask. */
export interface DoctorSources {
  readonly octokit: Octokit;
  readonly registry: GithubApi;
  /** Whether to begin a push, to learn what the token may do. */
  readonly push: boolean;
}

/**
 * Everything that the plan's systems need for a working push. Without `sources`, from the plan only; `because` says why.
 */
export async function examineSystems(
  systems: readonly ResolvedSystem[],
  oidcProvider: OidcProvider | undefined,
  sources: DoctorSources | { readonly because: string },
): Promise<Finding[]> {
  const owners = new Map<string, Answer<PackageOwner>>();
  const findings: Finding[] = [];
  for (const system of systems) {
    findings.push(...stackFindings(system, oidcProvider));
    const subject = repositorySubject(system);
    findings.push(
      ...repositoryFindings(
        subject,
        "because" in sources
          ? nothingOf(subject, sources.because)
          : await askOfRepository(sources.octokit, subject),
      ),
    );
    for (const one of system.packages) {
      findings.push(
        ...("because" in sources ? unasked(one, sources.because) : await asked(one, sources, owners)),
      );
    }
  }
  return findings;
}

function nothingOf({ variables }: RepositorySubject, because: string): RepositoryFacts {
  const nothing = { kind: "unknown", because } as const;
  return {
    repository: nothing,
    actions: nothing,
    permissions: nothing,
    variables: new Map([...variables.keys()].map((name) => [name, nothing])),
  };
}

function unasked(subject: GhcrPackage, because: string): Finding[] {
  return packageFindings(subject, undefined, { kind: "unknown", because });
}

async function asked(
  subject: GhcrPackage,
  { octokit, registry, push }: DoctorSources,
  owners: Map<string, Answer<PackageOwner>>,
): Promise<Finding[]> {
  const owner =
    owners.get(subject.owner) ?? (await answerOf(packageOwner(octokit, subject.owner), (found) => found));
  owners.set(subject.owner, owner);
  const kind: OwnerKind = owner.kind === "known" ? owner.value.kind : undefined;
  const facts = owner.kind === "known" ? await askOfPackage(octokit, owner.value, subject.name) : owner;
  const whole = `${subject.owner.toLowerCase()}/${subject.name}`;
  return [
    ...packageFindings(subject, kind, facts),
    ...(push ? pushFindings(subject, kind, await beginPush(ghcr(registry, whole, "pull,push"))) : []),
  ];
}
