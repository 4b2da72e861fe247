import type { Condition, PermissionPolicy, TrustAction, TrustPolicy } from "./iam-document.js";

/**
 * What IAM would answer, for the documents that Slipway writes: nothing is allowed but what a statement allows. Source:
 * AWS IAM user guide, "Policy evaluation logic" and "Condition operators". Conditions compare case by case, keys are
 * and-ed, their values or-ed, and a key that the request lacks fails.
 */

/** Somebody who asks for a role. */
export interface Caller {
  readonly principal: { readonly Federated: string } | { readonly AWS: string };
  readonly action: TrustAction;
  /** Condition keys that AWS knows of the request. */
  readonly context: Readonly<Record<string, string>>;
}

/** Whether a trust policy lets a caller take its role. */
export function mayTake({ Statement }: TrustPolicy, { principal, action, context }: Caller): boolean {
  return Statement.some(
    (statement) =>
      statement.Action === action &&
      isPrincipal(statement.Principal, principal) &&
      isMet(statement.Condition ?? {}, context),
  );
}

/** Whether a policy permits an action on a resource, named by its ARN, or `*` where it is about none. */
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

/** `arn:aws:iam::ACCOUNT:root` stands for everybody whom the account itself lets take the role. */
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

/** A value of a condition in its parts: `${*}`, `${?}` and `${$}` are characters, any other `${…}` a variable. */
const PARTS = /\$\{(?<escaped>[*?$])\}|(?<variable>\$\{[^}]*\})|(?<wildcard>[*?])|(?<plain>[^*?$]+|\$)/gs;

function equals(value: string, given: string): boolean {
  return expression(value, (wildcard) => quoted(wildcard)).test(given);
}

function matches(pattern: string, given: string): boolean {
  return expression(pattern, (wildcard) => (wildcard === "*" ? ".*" : ".")).test(given);
}

/** What no text matches: a variable has no value in a request for a role. */
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
