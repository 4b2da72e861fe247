import type * as ast from "@actions/expressions/ast";
import {
  contexts,
  isUnreadable,
  statusFunctions,
  type Expression,
  type Template,
  type Unreadable,
} from "./expressions.js";

/** Reads expressions as GitHub does. */
export interface ExpressionReader {
  /** One expression, without `${{ }}`. */
  readonly expression: (text: string) => Expression | Unreadable;
  /** A text with any number of `${{ … }}`. */
  readonly template: (text: string) => Template | Unreadable;
}

/** Functions beside those that the library itself knows. */
const functions = [
  ...statusFunctions.map((name) => ({ name, minArgs: 0, maxArgs: 0 })),
  { name: "hashFiles", minArgs: 1, maxArgs: 255 },
];

/** `}}` ends an expression, but not inside quotes, where `''` stands for one quote. */
const EMBEDDED = /\$\{\{((?:[^'}]|'[^']*'|\}(?!\}))*)\}\}/g;

/** A reader by GitHub's own library, which is an ES module that only `import()` finds. */
export async function expressionReader(): Promise<ExpressionReader> {
  const { Lexer, Parser } = await import("@actions/expressions");
  const { Star } = await import("@actions/expressions/ast");
  const { TokenType } = await import("@actions/expressions/lexer");

  /** The library's tree as ours: values instead of classes. */
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
  const expression = (text: string): Expression | Unreadable => {
    try {
      if (text.trim() === "") return { error: "there is no expression" };
      return new Parser(new Lexer(text).lex().tokens, [...contexts], functions).parse().accept(translation);
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  };
  return {
    expression: remembered(expression),
    template: remembered((text) => readTemplate(text, expression)),
  };
}

function readTemplate(text: string, expression: ExpressionReader["expression"]): Template | Unreadable {
  const parts: (string | Expression)[] = [];
  let end = 0;
  for (const match of text.matchAll(EMBEDDED)) {
    const part = expression(match[1] ?? "");
    if (isUnreadable(part)) return part;
    parts.push(text.slice(end, match.index), part);
    end = match.index + match[0].length;
  }
  const rest = text.slice(end);
  if (rest.includes("${{")) return { error: "a ${{ without its }}" };
  return [...parts, rest].filter((part) => part !== "");
}

/** Many cells and jobs say the same. */
function remembered<Result>(read: (text: string) => Result): (text: string) => Result {
  const known = new Map<string, Result>();
  return (text) => {
    const result = known.get(text) ?? read(text);
    known.set(text, result);
    return result;
  };
}
