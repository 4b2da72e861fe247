import type * as ast from "@actions/expressions/ast";
import { statusFunctions, type Expression, type Template } from "./expressions.js";

/** Reads expressions as GitHub does. */
export interface ExpressionReader {
  /** One expression, without `${{ }}`. */
  readonly expression: (text: string) => Expression;
  /** A text with any number of `${{ … }}`. */
  readonly template: (text: string) => Template;
}

/** Contexts that an expression may begin with. */
const contexts = [
  "env",
  "github",
  "inputs",
  "job",
  "jobs",
  "matrix",
  "needs",
  "runner",
  "secrets",
  "steps",
  "strategy",
  "vars",
];

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
  const { Star } = await import("@actions/expressions/ast");
  const { TokenType } = await import("@actions/expressions/lexer");

  /** Turns the library's classes into plain values. */
  class Translation implements ast.ExprVisitor<Expression> {
    visitLiteral({ literal }: ast.Literal): Expression {
      return { kind: "literal", value: "value" in literal ? literal.value : null };
    }
    visitUnary({ expr }: ast.Unary): Expression {
      return { kind: "not", operand: expr.accept(this) };
    }
    visitBinary({ left, operator, right }: ast.Binary): Expression {
      return {
        kind: "comparison",
        operator: operator.lexeme,
        left: left.accept(this),
        right: right.accept(this),
      };
    }
    visitLogical({ operator, args }: ast.Logical): Expression {
      return {
        kind: operator.type === TokenType.AND ? "and" : "or",
        operands: args.map((arg) => arg.accept(this)),
      };
    }
    visitGrouping({ group }: ast.Grouping): Expression {
      return group.accept(this);
    }
    visitContextAccess({ name }: ast.ContextAccess): Expression {
      return { kind: "context", name: name.lexeme.toLowerCase() };
    }
    visitIndexAccess({ expr, index }: ast.IndexAccess): Expression {
      return {
        kind: "member",
        of: expr.accept(this),
        index: index instanceof Star ? undefined : index.accept(this),
      };
    }
    visitFunctionCall({ functionName, args }: ast.FunctionCall): Expression {
      return {
        kind: "call",
        name: functionName.lexeme.toLowerCase(),
        arguments: args.map((arg) => arg.accept(this)),
      };
    }
  }

  const translation = new Translation();
  const expression = (text: string): Expression => {
    try {
      return new Parser(new Lexer(text).lex().tokens, contexts, functions).parse().accept(translation);
    } catch {
      return { kind: "unreadable", text };
    }
  };
  return {
    expression: remembered(expression),
    template: remembered((text) => readTemplate(text, expression)),
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
  return [...parts, rest.includes("${{") ? { kind: "unreadable" as const, text: rest } : rest].filter(
    (part) => part !== "",
  );
}

/** Caches by text, because many cells and jobs contain the same expressions. */
function remembered<Result>(read: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text) ?? read(text);
    known.set(text, result);
    return result;
  };
}
