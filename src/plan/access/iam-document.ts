/**
 * IAM policy documents, as far as Slipway writes them: only `Allow`, only two condition operators, and no set operator
 * (`ForAllValues:` would accept a token that lacks the claim).
 */

/** What a role may do. */
export type PermissionPolicy = Document<{
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}>;

/** Who may assume a role. */
export type TrustPolicy = Document<{
  readonly Principal: { readonly Federated: string } | { readonly AWS: readonly string[] };
  readonly Action: TrustAction;
  readonly Condition?: Condition;
}>;

export type TrustAction = "sts:AssumeRoleWithWebIdentity" | "sts:AssumeRole";

/** Condition key → values, one of which must match; all keys must. */
export interface Condition {
  readonly StringEquals?: Readonly<Record<string, readonly string[]>>;
  /** Like `StringEquals`, but `*` matches any characters, including `/` and `:`, and `?` one. */
  readonly StringLike?: Readonly<Record<string, readonly string[]>>;
}

interface Document<Statement> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly ({ readonly Sid: string; readonly Effect: "Allow" } & Statement)[];
}
