import type { data as Data } from "@actions/expressions";

/** What an expression can read: context → member → … → text. */
export interface Values {
  readonly [name: string]: string | Values;
}

/** Fills in every `${{ … }}` of a text as GitHub does in a run, where what is not given is empty. */
export type Resolve = (text: string, values: Values) => string;

const CONTEXTS = ["env", "github", "matrix", "needs", "runner", "secrets", "steps", "vars"];

/** GitHub's own evaluator; its package only `import()` finds. */
export async function resolver(): Promise<Resolve> {
  const { data, Evaluator, Lexer, Parser } = await import("@actions/expressions");
  const dictionary = (values: Values): Data.Dictionary =>
    new data.Dictionary(
      ...Object.entries(values).map(([key, value]) => ({
        key,
        value: typeof value === "string" ? new data.StringData(value) : dictionary(value),
      })),
    );
  return (text, values) => {
    const known = dictionary({ ...Object.fromEntries(CONTEXTS.map((name) => [name, {}])), ...values });
    return text.replace(/\$\{\{(.*?)\}\}/gs, (_, expression: string) =>
      new Evaluator(new Parser(new Lexer(expression).lex().tokens, CONTEXTS, []).parse(), known)
        .evaluate()
        .coerceString(),
    );
  };
}
