import type { Condition, PermissionPolicy, TrustAction, TrustPolicy } from "./iam-document.js";

/**
 * Evaluates the documents that Slipway writes like IAM: only what a statement allows is allowed. Source: AWS IAM user
 * guide, "Policy evaluation logic" and "Condition operators". Conditions are case-sensitive; keys are and-ed, their
 * values or-ed, and a key that the request lacks fails.
 */

/** A caller who assumes a role. */
export interface Caller {
  readonly principal: { readonly Federated: string } | { readonly AWS: string };
  readonly action: TrustAction;
  /** Condition keys of the request. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether a trust policy lets a caller assume its role. */
export function mayTake({ Statement }: TrustPolicy, { principal, action, context }: Caller): boolean {
  return Statement.some(
    (statement) =>
      statement.Action === action &&
      isPrincipal(statement.Principal, principal) &&
      isMet(statement.Condition ?? {}, context),
  );
}

/** Whether a policy permits an action on a resource, by ARN, or `*` for an action without one. */
export function permits({ Statement }: PermissionPolicy, action: string, resource: string): boolean {
  return Statement.some(
    ({ Action, Resource }) =>
      Action.includes(action) && Resource.some((pattern) => matches(pattern, resource)),
  );
}

function isPrincipal(
  named: TrustPolicy["Statement"][number]["Principal"],
  principal: Caller["principal"],
): boolean {
  if ("Federated" in principal) return "Federated" in named && named.Federated === principal.Federated;
  return "AWS" in named && named.AWS.some((arn) => arn === principal.AWS || isRootOf(arn, principal.AWS));
}

/** `arn:aws:iam::ACCOUNT:root` means everyone whom the account itself lets assume the role. */
function isRootOf(named: string, principal: string): boolean {
  return named.endsWith(":root") && principal.startsWith(named.slice(0, -"root".length));
}

function isMet({ StringEquals = {}, StringLike = {} }: Condition, context: Caller["context"]): boolean {
  const holds = (compare: typeof equals, keys: Readonly<Record<string, readonly string[]>>) =>
    Object.entries(keys).every(([key, values]) => {
      const given = context[key];
      return given !== undefined && values.some((value) => compare(value, given));
    });
  return holds(equals, StringEquals) && holds(matches, StringLike);
}

/** The parts of a condition value: `${*}`, `${?}` and `${$}` are characters, any other `${…}` a variable. */
const PARTS = /\$\{(?<escaped>[*?$])\}|(?<variable>\$\{[^}]*\})|(?<wildcard>[*?])|(?<plain>[^*?$]+|\$)/gs;

function equals(value: string, given: string): boolean {
  return expression(value, (wildcard) => quoted(wildcard)).test(given);
}

function matches(pattern: string, given: string): boolean {
  return expression(pattern, (wildcard) => (wildcard === "*" ? ".*" : ".")).test(given);
}

/** Matches no text: a variable has no value when a role is assumed. */
const NOTHING = "(?!)";

function expression(value: string, wildcards: (wildcard: string) => string): RegExp {
  const parts = [...value.matchAll(PARTS)].map(({ groups = {} }) => {
    const { escaped, variable, wildcard, plain } = groups;
    if (variable !== undefined) return NOTHING;
    return wildcard === undefined ? quoted(escaped ?? plain ?? "") : wildcards(wildcard);
  });
  return new RegExp(`^${parts.join("")}$`, "s");
}

function quoted(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");
}
