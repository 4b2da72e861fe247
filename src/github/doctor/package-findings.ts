import type { GhcrPackage } from "../../plan/resolved-system.js";
import type { PackageOwner } from "../package-owner.js";
import type { Answer, PackageFacts, PushAnswer } from "./ask-github.js";
import { findingsAbout, type Finding, type FindingMaker } from "./finding.js";

/** What a package's owner is; `undefined` if unknown. */
type OwnerKind = PackageOwner["kind"] | undefined;

/** Findings about a package. `kind` is its owner's. Pure. Source: user pain 13. */
export function packageFindings(
  subject: GhcrPackage,
  kind: OwnerKind,
  answer: Answer<PackageFacts>,
): Finding[] {
  const finding = makerFor(subject);
  const { repository } = subject;
  switch (answer.kind) {
    case "unknown": {
      const text = `Access and visibility were not checked: ${answer.because}.`;
      return [finding("unknown", text, ...accessFix(subject, kind))];
    }
    case "absent": {
      const text = "The package does not exist yet, or this token may not see it.";
      const fix = `let a workflow of ${repository} publish it first: a package that a person pushes first is linked to no repository`;
      return [finding("unknown", text, fix)];
    }
    case "known": {
      const text = `It is ${answer.value.visibility}. GitHub has no API to change that.`;
      const fix = 'to change it: "Change visibility" under "Danger Zone"; a public package stays public';
      return [
        linkFinding(subject, kind, answer.value.repository),
        finding("fine", text, fix, settingsPage(subject, kind)),
      ];
    }
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

/** The finding from a push that was begun. Pure. The messages are GHCR's own. */
export function pushFinding(subject: GhcrPackage, kind: OwnerKind, answer: PushAnswer): Finding {
  const finding = makerFor(subject);
  switch (answer.kind) {
    case "unknown":
      return finding("unknown", `The push could not be tested: ${answer.because}.`);
    case "absent":
      return finding("unknown", "The registry has no such package.");
    case "known": {
      const { refusal } = answer.value;
      if (refusal === undefined) return finding("fine", "This token may push it.");
      const text = `GHCR refuses this token's push: "${refusal}".`;
      return finding("wrong", text, ...refusalFix(refusal, subject, kind));
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
    // Who may create packages is a setting of organisations alone.
    const page = `https://github.com/organizations/${subject.owner}/settings/packages`;
    return kind === "user" ? [fix] : [fix, page];
  }
  return accessFix(subject, kind);
}

function accessFix(subject: GhcrPackage, kind: OwnerKind): Fix {
  const fix = `under "Manage Actions access", add the repository ${subject.repository} with the role Write`;
  const hint = kind === undefined ? " (for a user's package, replace orgs by users below)" : "";
  return [fix + hint, settingsPage(subject, kind)];
}

/** Access and visibility of a package. Organisations and users have different pages. */
function settingsPage({ owner, name }: GhcrPackage, kind: OwnerKind): string {
  const place = kind === "user" ? "users" : "orgs";
  return `https://github.com/${place}/${owner}/packages/container/${encodeURIComponent(name)}/settings`;
}

function makerFor({ system, owner, name }: GhcrPackage): FindingMaker {
  return findingsAbout(system, `ghcr.io/${owner.toLowerCase()}/${name}`);
}
