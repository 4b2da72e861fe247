/**
 * IAM policy documents, as far as Slipway writes them: everything is an `Allow`, a condition is one of two operators,
 * and no operator of a set (`ForAllValues:`, which lets a token pass that lacks the claim) can be written at all.
 */

/** What a role may do. */
export type PermissionPolicy = Document<{
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}>;

/** Who may take a role. */
export type TrustPolicy = Document<{
  readonly Principal: { readonly Federated: string } | { readonly AWS: readonly string[] };
  readonly Action: TrustAction;
  readonly Condition?: Condition;
}>;

export type TrustAction = "sts:AssumeRoleWithWebIdentity" | "sts:AssumeRole";

/** Condition keys → the values of which one has to match; all keys have to. */
export interface Condition {
  readonly StringEquals?: Readonly<Record<string, readonly string[]>>;
  /** As `StringEquals`, but `*` stands for any characters, `/` and `:` among them, and `?` for one. */
  readonly StringLike?: Readonly<Record<string, readonly string[]>>;
}

interface Document<Statement> {
  readonly Version: "2012-10-17";
  readonly Statement: readonly ({ readonly Sid: string; readonly Effect: "Allow" } & Statement)[];
}
