/** An expression of GitHub Actions, such as `github.ref == 'refs/heads/main' && !cancelled()`. */
export type Expression =
  | { readonly kind: "literal"; readonly value: Literal }
  /** A context, such as `github`. */
  | { readonly kind: "context"; readonly name: string }
  /** A member of something; the index is `undefined` for `*`, every member. */
  | { readonly kind: "member"; readonly of: Expression; readonly index: Expression | undefined }
  | { readonly kind: "call"; readonly name: string; readonly arguments: readonly Expression[] }
  | { readonly kind: "not"; readonly operand: Expression }
  /** `==`, `!=`, `<`, `<=`, `>`, `>=`. */
  | {
      readonly kind: "comparison";
      readonly operator: string;
      readonly left: Expression;
      readonly right: Expression;
    }
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] };

export type Literal = string | number | boolean | null;

/** What a text with `${{ … }}` in it is made of, in order. */
export type Template = readonly (string | Expression)[];

/** A text that GitHub could not read, and its reason. */
export interface Unreadable {
  readonly error: string;
}

/** Names that an expression may begin with. */
export const contexts = [
  "env",
  "github",
  "job",
  "matrix",
  "needs",
  "runner",
  "secrets",
  "steps",
  "strategy",
  "vars",
] as const;
export type Context = (typeof contexts)[number];

/** Functions that ask how the jobs or steps before went. A condition without one asks `success()`. */
export const statusFunctions = ["always", "cancelled", "failure", "success"] as const;

export function isUnreadable(result: Expression | Template | Unreadable): result is Unreadable {
  return "error" in result;
}

/** A value that an expression reads: the context and the members on the way, `*` where any is meant. */
export type Reference = readonly [context: string, ...members: string[]];

/** Every value that an expression reads. */
export function references(expression: Expression): Reference[] {
  const reference = referenceOf(expression);
  if (reference !== undefined) return [reference, ...indices(expression).flatMap(references)];
  return operandsOf(expression).flatMap(references);
}

/** Every function that an expression calls, in lower case. */
export function calls(expression: Expression): string[] {
  const inner = operandsOf(expression).flatMap(calls);
  return expression.kind === "call" ? [expression.name, ...inner] : inner;
}

/** The value that an expression is, where it is one: `github.event.number`, but not `fromJSON(x).y`. */
export function referenceOf(expression: Expression): Reference | undefined {
  if (expression.kind === "context") return [expression.name];
  if (expression.kind !== "member") return undefined;
  const whole = referenceOf(expression.of);
  if (whole === undefined) return undefined;
  const { index } = expression;
  return [...whole, index?.kind === "literal" ? String(index.value) : "*"];
}

function indices(expression: Expression): Expression[] {
  if (expression.kind !== "member") return [];
  const { of, index } = expression;
  return [...indices(of), ...(index === undefined ? [] : [index])];
}

function operandsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case "literal":
    case "context":
      return [];
    case "member":
      return expression.index === undefined ? [expression.of] : [expression.of, expression.index];
    case "call":
      return expression.arguments;
    case "not":
      return [expression.operand];
    case "comparison":
      return [expression.left, expression.right];
    case "and":
    case "or":
      return expression.operands;
    default:
      return expression satisfies never;
  }
}
