export type Literal = string | number | boolean | null;

/** A value that an expression reads: the context and the members, where `*` is any member. */
export type Reference = readonly [context: string, ...members: string[]];

/** A value that an expression can have: known, or known only in the run and then identified by its source text. */
export type Possible = { readonly known: Literal } | { readonly unknown: string };

/** What is known of a value before the run; `undefined` if nothing is. */
export type Knowledge = (reference: Reference) => Literal | undefined;

/** What is known of an expression of GitHub Actions, such as `github.ref == 'refs/heads/main' && !cancelled()`. */
export interface Expression {
  /** The reference that it consists of: `github.event.number`, but not `fromJSON(x).y`. */
  readonly reference: Reference | undefined;
  /** Every value that it reads. */
  readonly references: readonly Reference[];
  /** Every function that it calls, in lower case. */
  readonly calls: readonly string[];
  /** The values that it can have, never fewer than on GitHub. */
  readonly values: (knowledge: Knowledge) => readonly Possible[];
}

/** The parts of a text with `${{ … }}` in it, in order. */
export type Template = readonly (string | Expression)[];

/** The texts that a template can become. Unknown values appear in them as `${{ … }}`. */
export function possibleTexts(template: Template, knowledge: Knowledge): string[] {
  return template.reduce<string[]>(
    (texts, part) => {
      const ends = typeof part === "string" ? [part] : part.values(knowledge).map(textOf);
      return [...new Set(pairs(texts, ends).map(([text, end]) => text + end))];
    },
    [""],
  );
}

/** Whether a condition can hold or, if `as` is false, fail. An unknown value counts as both. */
export function mayHold(condition: Expression, knowledge: Knowledge, as = true): boolean {
  return condition.values(knowledge).some((value) => mayBe(value, as));
}

/** GitHub's falsy values are JavaScript's: null, false, 0, NaN and the empty text. */
function mayBe(value: Possible, truth: boolean): boolean {
  return "unknown" in value || Boolean(value.known) === truth;
}

const booleans: readonly Possible[] = [{ known: true }, { known: false }];

/** The results of `!`. */
export function negated(operand: readonly Possible[]): Possible[] {
  return [true, false]
    .filter((known) => operand.some((value) => mayBe(value, !known)))
    .map((known) => ({ known }));
}

/** The results of `&&` and `||`: the first operand that is `stopsAt` (false for `&&`), or else the last. */
export function chosen(operands: readonly (readonly Possible[])[], stopsAt: boolean): readonly Possible[] {
  const [first = [], ...rest] = operands;
  if (rest.length === 0) return first;
  const stopping = first.filter((value) => mayBe(value, stopsAt));
  const goesOn = first.some((value) => mayBe(value, !stopsAt));
  return distinct([...stopping, ...(goesOn ? chosen(rest, stopsAt) : [])]);
}

/** The results of `==` and the like. Texts are compared case-insensitively; conversions count as unknown. */
export function compared(
  left: readonly Possible[],
  operator: string,
  right: readonly Possible[],
): Possible[] {
  return distinct(
    pairs(left, right).flatMap(([a, b]) => {
      if ("unknown" in a || "unknown" in b || typeof a.known !== typeof b.known) return booleans;
      const isEqual = folded(a.known) === folded(b.known);
      if (operator === "==") return [{ known: isEqual }];
      return operator === "!=" ? [{ known: !isEqual }] : booleans;
    }),
  );
}

function folded(value: Literal): Literal {
  return typeof value === "string" ? value.toUpperCase() : value;
}

/** The results of a function, if they can be computed before the run. Any other is unknown. */
export function called(name: string, args: readonly (readonly Possible[])[]): readonly Possible[] {
  const [first = [], second = []] = args;
  switch (name) {
    case "always":
      return [{ known: true }];
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
