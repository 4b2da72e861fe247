import { referenceOf, type Expression, type Literal, type Reference, type Template } from "./expressions.js";

/** A value that an expression can have: known, or known only in the run and then identified by its source text. */
type Possible = { readonly known: Literal } | { readonly unknown: string };

/** What is known of a value before the run; `undefined` if nothing is. */
export type Knowledge = (reference: Reference) => Literal | undefined;

/**
 * The values that an expression can have, never fewer than on GitHub: what holds for all of them is certain. A condition
 * on an unknown value counts as both true and false.
 */
function possibleValues(expression: Expression, knowledge: Knowledge): Possible[] {
  const values = (inner: Expression) => possibleValues(inner, knowledge);
  switch (expression.kind) {
    case "literal":
      return [{ known: expression.value }];
    case "unreadable":
      return [{ unknown: expression.text }];
    case "context":
    case "member": {
      const reference = referenceOf(expression);
      if (reference === undefined) return [{ unknown: "a computed member" }];
      const known = knowledge(reference);
      return [known === undefined ? { unknown: reference.join(".") } : { known }];
    }
    case "not":
      return distinct(values(expression.operand).flatMap(truths).map(negated));
    case "comparison":
      return distinct(
        pairs(values(expression.left), values(expression.right)).flatMap(([left, right]) =>
          compared(left, expression.operator, right),
        ),
      );
    case "and":
      return chosen(expression.operands.map(values), false);
    case "or":
      return chosen(expression.operands.map(values), true);
    case "call":
      return called(expression.name, expression.arguments.map(values));
    default:
      return expression satisfies never;
  }
}

/** The texts that a template can become. Unknown values appear in them as `${{ … }}`. */
export function possibleTexts(template: Template, knowledge: Knowledge): string[] {
  return template.reduce<string[]>(
    (texts, part) => {
      const ends = typeof part === "string" ? [part] : possibleValues(part, knowledge).map(textOf);
      return [...new Set(pairs(texts, ends).map(([text, end]) => text + end))];
    },
    [""],
  );
}

/** Whether a condition can hold. */
export function mayHold(condition: Expression, knowledge: Knowledge): boolean {
  return possibleValues(condition, knowledge).some((value) => truths(value).some(isTrue));
}

const booleans: readonly Possible[] = [{ known: true }, { known: false }];

function truths(value: Possible): readonly Possible[] {
  return "unknown" in value ? booleans : [{ known: isTruthy(value.known) }];
}

/** GitHub's falsy values are JavaScript's: null, false, 0, NaN and the empty text. */
function isTruthy(value: Literal): boolean {
  return Boolean(value);
}

function isTrue(value: Possible): boolean {
  return "known" in value && value.known === true;
}

function negated(value: Possible): Possible {
  return { known: !isTrue(value) };
}

/** `&&` evaluates operands while they are true, `||` while they are false; the result is the last one evaluated. */
function chosen(operands: readonly (readonly Possible[])[], stopsAt: boolean): Possible[] {
  const [first = [], ...rest] = operands;
  if (rest.length === 0) return distinct(first);
  const stopping = first.filter((value) => truths(value).some((truth) => isTrue(truth) === stopsAt));
  const goesOn = first.some((value) => truths(value).some((truth) => isTrue(truth) !== stopsAt));
  return distinct([...stopping, ...(goesOn ? chosen(rest, stopsAt) : [])]);
}

/** Compares values of one type, texts case-insensitively; conversions count as unknown. */
function compared(left: Possible, operator: string, right: Possible): readonly Possible[] {
  if (!("known" in left && "known" in right) || typeof left.known !== typeof right.known) return booleans;
  const [a, b] = [folded(left.known), folded(right.known)];
  if (operator === "==") return [{ known: a === b }];
  if (operator === "!=") return [{ known: a !== b }];
  return booleans;
}

function folded(value: Literal): Literal {
  return typeof value === "string" ? value.toUpperCase() : value;
}

/** Functions whose result can be computed before the run. Any other result is unknown. */
function called(name: string, args: readonly (readonly Possible[])[]): Possible[] {
  const [first = [], second = []] = args;
  switch (name) {
    case "always":
      return [{ known: true }];
    case "cancelled":
    case "failure":
    case "success":
      return [...booleans];
    case "format":
      return distinct(
        combinations(args).map(([pattern, ...values]) => formatted(pattern ?? { known: "" }, values)),
      );
    case "contains":
      return tested(first, second, (text, part) => text.includes(part));
    case "endswith":
      return tested(first, second, (text, part) => text.endsWith(part));
    case "startswith":
      return tested(first, second, (text, part) => text.startsWith(part));
    default:
      return [{ unknown: `${name}()` }];
  }
}

function formatted(pattern: Possible, values: readonly Possible[]): Possible {
  const text = textOf(pattern).replace(/\{\{|\}\}|\{(\d+)\}/g, (found, index: string | undefined) => {
    const value = index === undefined ? undefined : values[Number(index)];
    return value === undefined ? found.slice(0, 1) : textOf(value);
  });
  return { known: text };
}

function tested(
  texts: readonly Possible[],
  parts: readonly Possible[],
  test: (text: string, part: string) => boolean,
): Possible[] {
  return distinct(
    pairs(texts, parts).flatMap(([text, part]) =>
      "known" in text && typeof text.known === "string" && "known" in part && typeof part.known === "string"
        ? [{ known: test(text.known.toUpperCase(), part.known.toUpperCase()) }]
        : booleans,
    ),
  );
}

function textOf(value: Possible): string {
  if ("unknown" in value) return `\${{ ${value.unknown} }}`;
  return value.known === null ? "" : String(value.known);
}

function pairs<Left, Right>(left: readonly Left[], right: readonly Right[]): (readonly [Left, Right])[] {
  return left.flatMap((a) => right.map((b) => [a, b] as const));
}

function combinations<Item>(choices: readonly (readonly Item[])[]): Item[][] {
  return choices.reduce<Item[][]>(
    (found, choice) => pairs(found, choice).map(([items, item]) => [...items, item]),
    [[]],
  );
}

function distinct(values: readonly Possible[]): Possible[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
