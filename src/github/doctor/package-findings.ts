import type { GhcrPackage } from "../../plan/ghcr-packages.js";
import type { Answer, Finding } from "./finding.js";
import { organizationPackages, packageSettings, type OwnerKind } from "./links.js";

/** What GitHub says of a package. */
export interface PackageFacts {
  readonly visibility: string;
  /** `OWNER/NAME` of the linked repository. */
  readonly repository?: string | undefined;
}

/** What GHCR says to the token at hand when a push is begun. */
export type PushAnswer = Answer<
  { readonly allowed: true } | { readonly allowed: false; readonly message: string }
>;

/** How a package stands. `kind` is what its owner is. Pure. Source: user pain 13. */
export function packageFindings(
  subject: GhcrPackage,
  kind: OwnerKind,
  answer: Answer<PackageFacts>,
): Finding[] {
  const finding = findingOf(subject);
  const access = accessFix(subject, kind);
  switch (answer.kind) {
    case "unknown":
      return [finding("unknown", `Its access and visibility were not looked at: ${answer.because}.`, access)];
    case "absent":
      return [
        finding("unknown", "There is no such package yet, or none that this token may see.", {
          fix: `let a workflow of ${subject.repository} publish it first: what a person pushes first belongs to no repository`,
        }),
      ];
    case "known":
      return [
        linked(subject, answer.value.repository, access),
        finding("fine", `It is ${answer.value.visibility}. GitHub has no interface to change that.`, {
          fix: 'if that is not as meant, "Change visibility" under "Danger Zone"; a public package stays public',
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
        `It is linked to ${repository}, whose workflows may push unless that was turned off.`,
      );
    }
    return found === undefined
      ? finding(
          "wrong",
          `It is linked to no repository, so workflows of ${repository} are refused with 403, "permission_denied: write_package".`,
          fix,
        )
      : finding(
          "wrong",
          `It is linked to ${found}, and workflows of ${repository} have no access by that.`,
          fix,
        );
  }
}

/** What it means for a package that a push was begun. Pure. The messages are those that GHCR was seen to give. */
export function pushFindings(subject: GhcrPackage, kind: OwnerKind, answer: PushAnswer): Finding[] {
  const finding = findingOf(subject);
  switch (answer.kind) {
    case "unknown":
      return [finding("unknown", `No push was begun: ${answer.because}.`)];
    case "absent":
      return [finding("unknown", "The registry knows no such package.")];
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
        fix: "use a classic token with write:packages, or in a workflow a job with `packages: write`",
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
    fix: kind === undefined ? `${fix} (for a person's package, users in place of orgs below)` : fix,
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
