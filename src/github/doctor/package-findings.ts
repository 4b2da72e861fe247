import type { GhcrPackage } from "../../plan/resolved-system.js";
import { findingsAbout, type Answer, type Finding, type FindingMaker } from "./finding.js";
import { organizationPackages, packageSettings, type OwnerKind } from "./links.js";

/** GitHub's answer about a package. */
export interface PackageFacts {
  readonly visibility: string;
  /** `OWNER/NAME` of the linked repository. */
  readonly repository?: string | undefined;
}

/** GHCR's answer to this token when a push begins. */
export type PushAnswer = Answer<
  { readonly allowed: true } | { readonly allowed: false; readonly message: string }
>;

/** Findings about a package. `kind` is its owner's. Pure. Source: user pain 13. */
export function packageFindings(
  subject: GhcrPackage,
  kind: OwnerKind,
  answer: Answer<PackageFacts>,
): Finding[] {
  const finding = makerFor(subject);
  switch (answer.kind) {
    case "unknown":
      return [
        finding(
          "unknown",
          `Access and visibility were not checked: ${answer.because}.`,
          ...accessFix(subject, kind),
        ),
      ];
    case "absent":
      return [
        finding(
          "unknown",
          "The package does not exist yet, or this token may not see it.",
          `let a workflow of ${subject.repository} publish it first: a package that a person pushes first is linked to no repository`,
        ),
      ];
    case "known":
      return [
        linkFinding(subject, kind, answer.value.repository),
        finding(
          "fine",
          `It is ${answer.value.visibility}. GitHub has no API to change that.`,
          'to change it: "Change visibility" under "Danger Zone"; a public package stays public',
          packageSettings(subject.owner, kind, subject.name),
        ),
      ];
    default:
      return answer satisfies never;
  }
}

function linkFinding(subject: GhcrPackage, kind: OwnerKind, found: string | undefined): Finding {
  const finding = makerFor(subject);
  const { repository } = subject;
  if (found?.toLowerCase() === repository.toLowerCase()) {
    const text = `It is linked to ${repository}, whose workflows may push unless someone turned that off.`;
    return finding("fine", text);
  }
  const text =
    found === undefined
      ? `It is linked to no repository, so pushes by workflows of ${repository} fail with 403, "permission_denied: write_package".`
      : `It is linked to ${found}, which gives workflows of ${repository} no access.`;
  return finding("wrong", text, ...accessFix(subject, kind));
}

/** Findings from a push that was begun. Pure. The messages are GHCR's own. */
export function pushFindings(subject: GhcrPackage, kind: OwnerKind, answer: PushAnswer): Finding[] {
  const finding = makerFor(subject);
  switch (answer.kind) {
    case "unknown":
      return [finding("unknown", `The push could not be tested: ${answer.because}.`)];
    case "absent":
      return [finding("unknown", "The registry has no such package.")];
    case "known": {
      if (answer.value.allowed) return [finding("fine", "This token may push it.")];
      const { message } = answer.value;
      return [
        finding(
          "wrong",
          `GHCR refuses this token's push: "${message}".`,
          ...refusalFix(message, subject, kind),
        ),
      ];
    }
    default:
      return answer satisfies never;
  }
}

type Fix = readonly [fix: string, link?: string];

function refusalFix(message: string, subject: GhcrPackage, kind: OwnerKind): Fix {
  if (message.includes("expected scopes")) {
    return ["use a classic token with write:packages or, in a workflow, a job with `packages: write`"];
  }
  if (/create_package|create organization package/i.test(message)) {
    const fix = `let a workflow of ${subject.repository} publish it first, or allow "Package creation"`;
    return kind === "user" ? [fix] : [fix, organizationPackages(subject.owner)];
  }
  return accessFix(subject, kind);
}

function accessFix({ owner, name, repository }: GhcrPackage, kind: OwnerKind): Fix {
  const fix = `under "Manage Actions access", add the repository ${repository} with the role Write`;
  return [
    kind === undefined ? `${fix} (for a user's package, replace orgs by users below)` : fix,
    packageSettings(owner, kind, name),
  ];
}

function makerFor({ system, owner, name }: GhcrPackage): FindingMaker {
  return findingsAbout(system, `ghcr.io/${owner.toLowerCase()}/${name}`);
}
