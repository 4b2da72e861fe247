import type { GhcrPackage } from "../../plan/resolved-system.js";
import type { Answer, Finding } from "./finding.js";
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
  const finding = findingOf(subject);
  const access = accessFix(subject, kind);
  switch (answer.kind) {
    case "unknown":
      return [finding("unknown", `Access and visibility were not checked: ${answer.because}.`, access)];
    case "absent":
      return [
        finding("unknown", "The package does not exist yet, or this token may not see it.", {
          fix: `let a workflow of ${subject.repository} publish it first: a package that a person pushes first is linked to no repository`,
        }),
      ];
    case "known":
      return [
        linked(subject, answer.value.repository, access),
        finding("fine", `It is ${answer.value.visibility}. GitHub has no API to change that.`, {
          fix: 'to change it: "Change visibility" under "Danger Zone"; a public package stays public',
          link: packageSettings(subject.owner, kind, subject.name),
        }),
      ];
    default:
      return answer satisfies never;
  }

  function linked({ repository }: GhcrPackage, found: string | undefined, fix: Fix): Finding {
    if (found?.toLowerCase() === repository.toLowerCase()) {
      return finding(
        "fine",
        `It is linked to ${repository}, whose workflows may push unless someone turned that off.`,
      );
    }
    return found === undefined
      ? finding(
          "wrong",
          `It is linked to no repository, so pushes by workflows of ${repository} fail with 403, "permission_denied: write_package".`,
          fix,
        )
      : finding("wrong", `It is linked to ${found}, which gives workflows of ${repository} no access.`, fix);
  }
}

/** Findings from a push that was begun. Pure. The messages are GHCR's own. */
export function pushFindings(subject: GhcrPackage, kind: OwnerKind, answer: PushAnswer): Finding[] {
  const finding = findingOf(subject);
  switch (answer.kind) {
    case "unknown":
      return [finding("unknown", `The push could not be tested: ${answer.because}.`)];
    case "absent":
      return [finding("unknown", "The registry has no such package.")];
    case "known":
      return [
        answer.value.allowed
          ? finding("fine", "This token may push it.")
          : finding(
              "wrong",
              `GHCR refuses this token's push: "${answer.value.message}".`,
              fixOf(answer.value.message),
            ),
      ];
    default:
      return answer satisfies never;
  }

  function fixOf(message: string): Fix {
    if (message.includes("expected scopes")) {
      return {
        fix: "use a classic token with write:packages or, in a workflow, a job with `packages: write`",
      };
    }
    if (/create_package|create organization package/i.test(message)) {
      return {
        fix: `let a workflow of ${subject.repository} publish it first, or allow "Package creation"`,
        ...(kind !== "user" && { link: organizationPackages(subject.owner) }),
      };
    }
    return accessFix(subject, kind);
  }
}

type Fix = Pick<Finding, "fix" | "link">;

function accessFix({ owner, name, repository }: GhcrPackage, kind: OwnerKind): Fix {
  const fix = `under "Manage Actions access", add the repository ${repository} with the role Write`;
  return {
    fix: kind === undefined ? `${fix} (for a user's package, replace orgs by users below)` : fix,
    link: packageSettings(owner, kind, name),
  };
}

function findingOf({ system, owner, name }: GhcrPackage) {
  return (state: Finding["state"], text: string, fix: Fix = {}): Finding => ({
    system,
    about: `ghcr.io/${owner.toLowerCase()}/${name}`,
    state,
    text,
    ...fix,
  });
}
