import type * as ast from "@actions/expressions/ast";
import {
  called,
  chosen,
  compared,
  negated,
  type Expression,
  type Possible,
  type Reference,
  type Template,
} from "./possible-values.js";

/** Reads expressions as GitHub does. A text that is none counts as an unknown value of that name. */
export interface ExpressionReader {
  /** One expression, without `${{ }}`. */
  readonly expression: (text: string) => Expression;
  /** A text with any number of `${{ … }}`. */
  readonly template: (text: string) => Template;
}

/** Functions that ask for the status of earlier jobs or steps. A condition without one implies `success()`. */
export const statusFunctions: readonly string[] = ["always", "cancelled", "failure", "success"];

/** Contexts that an expression may begin with. */
const contexts = "env github inputs job jobs matrix needs runner secrets steps strategy vars".split(" ");

/** Functions that the library does not define itself. */
const functions = [
  ...statusFunctions.map((name) => ({ name, minArgs: 0, maxArgs: 0 })),
  { name: "hashFiles", minArgs: 1, maxArgs: 255 },
];

/** `}}` ends an expression, but not inside quotes, where `''` stands for one quote. */
const EMBEDDED = /\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}/g;

/** Loads GitHub's own library, an ES module that only `import()` finds. */
export async function expressionReader(): Promise<ExpressionReader> {
  const { Lexer, Parser } = await import("@actions/expressions");
  const { Literal, Star } = await import("@actions/expressions/ast");
  const { TokenType } = await import("@actions/expressions/lexer");

  class Analysis implements ast.ExprVisitor<Expression> {
    visitLiteral({ literal }: ast.Literal): Expression {
      return computed([], () => [{ known: "value" in literal ? literal.value : null }]);
    }
    visitUnary({ expr }: ast.Unary): Expression {
      return computed([expr.accept(this)], ([operand = []]) => negated(operand));
    }
    visitBinary({ left, operator, right }: ast.Binary): Expression {
      return computed([left.accept(this), right.accept(this)], ([a = [], b = []]) =>
        compared(a, operator.lexeme, b),
      );
    }
    visitLogical({ operator, args }: ast.Logical): Expression {
      return computed(this.all(args), (values) => chosen(values, operator.type === TokenType.OR));
    }
    visitGrouping({ group }: ast.Grouping): Expression {
      return group.accept(this);
    }
    visitContextAccess({ name }: ast.ContextAccess): Expression {
      return referring([name.lexeme.toLowerCase()]);
    }
    visitIndexAccess({ expr, index }: ast.IndexAccess): Expression {
      const operands = this.all(index instanceof Star ? [expr] : [expr, index]);
      const [of, at] = operands;
      if (of?.reference === undefined) return computed(operands, () => [{ unknown: "a computed member" }]);
      const member = index instanceof Literal ? index.literal.coerceString() : "*";
      const inIndices = [...of.references.slice(1), ...(at?.references ?? [])];
      return referring([...of.reference, member], inIndices, at?.calls);
    }
    visitFunctionCall({ functionName, args }: ast.FunctionCall): Expression {
      const name = functionName.lexeme.toLowerCase();
      const call = computed(this.all(args), (values) => called(name, values));
      return { ...call, calls: [name, ...call.calls] };
    }
    private all(nodes: readonly ast.Expr[]): Expression[] {
      return nodes.map((node) => node.accept(this));
    }
  }

  const analysis = new Analysis();
  const expression = (text: string): Expression => {
    try {
      return new Parser(new Lexer(text).lex().tokens, contexts, functions).parse().accept(analysis);
    } catch {
      return referring([text]);
    }
  };
  return { expression, template: (text) => readTemplate(text, expression) };
}

function referring(
  reference: Reference,
  inIndices: readonly Reference[] = [],
  calls: readonly string[] = [],
): Expression {
  return {
    reference,
    references: [reference, ...inIndices],
    calls,
    values: (knowledge) => {
      const known = knowledge(reference);
      return [known === undefined ? { unknown: reference.join(".") } : { known }];
    },
  };
}

/** What follows from operands. `valuesFrom` takes the values of each. */
function computed(
  operands: readonly Expression[],
  valuesFrom: (values: readonly (readonly Possible[])[]) => readonly Possible[],
): Expression {
  return {
    reference: undefined,
    references: operands.flatMap(({ references }) => references),
    calls: operands.flatMap(({ calls }) => calls),
    values: (knowledge) => valuesFrom(operands.map(({ values }) => values(knowledge))),
  };
}

function readTemplate(text: string, expression: ExpressionReader["expression"]): Template {
  const parts: (string | Expression)[] = [];
  let end = 0;
  for (const match of text.matchAll(EMBEDDED)) {
    parts.push(text.slice(end, match.index), expression(match[1] ?? ""));
    end = match.index + match[0].length;
  }
  const rest = text.slice(end);
  return [...parts, rest.includes("${{") ? referring([rest]) : rest].filter((part) => part !== "");
}
