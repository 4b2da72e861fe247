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
  | { readonly kind: "and" | "or"; readonly operands: readonly Expression[] }
  /** Text that is no expression of GitHub's. Its value counts as unknown. */
  | { readonly kind: "unreadable"; readonly text: string };

export type Literal = string | number | boolean | null;

/** The parts of a text with `${{ … }}` in it, in order. */
export type Template = readonly (string | Expression)[];

/** Functions that ask for the status of earlier jobs or steps. A condition without one implies `success()`. */
export const statusFunctions = ["always", "cancelled", "failure", "success"] as const;

/** A value that an expression reads: the context and the members, where `*` is any member. */
export type Reference = readonly [context: string, ...members: string[]];

/** The expressions of a template. */
export function expressionsIn(template: Template): Expression[] {
  return template.filter((part) => typeof part !== "string");
}

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

/** The reference that an expression consists of: `github.event.number`, but not `fromJSON(x).y`. */
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
    case "unreadable":
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
