import { readFileSync } from "node:fs";
import path from "node:path";
import { format } from "prettier";
import { accessReport } from "../../src/cli/access-command.js";
import { accessTable } from "../../src/plan/access/access-table.js";
import { pageName, tokenPermissions } from "../../src/plan/settings/token-permissions.js";
import { catalogue } from "../../systems/index.js";
import { expressionReader } from "../../src/pipeline/expression-reader.js";
import { role } from "../src/plan/access/configuration.js";
import { resolved } from "../src/plan/fixtures.js";

/** A page with a part that follows from the program, as it stands and as it has to be. */
export interface Page {
  readonly file: string;
  readonly found: string;
  readonly expected: string;
}

const TABLE = /(<!-- table: .*? -->\n).*(<!-- end of table -->\n)/s;
const TOKENS = /(<!-- tokens: .*? -->\n).*(<!-- end of tokens -->\n)/s;

/** The page on access with its table of rights, and the page on repository settings with a token's permissions. */
export async function accessPages(): Promise<readonly Page[]> {
  const ciAccess = { ...role, pullers: ["444455556666"] };
  const systems = catalogue.map((system) =>
    resolved(system, { owner: "example", pullAccounts: ["111122223333"], ciAccess }),
  );
  const rows = accessTable(systems, await expressionReader());
  const table = `\`\`\`text\n${accessReport(rows)}\n\`\`\`\n`;
  return [
    page("access.md", TABLE, table),
    page("repository-settings.md", TOKENS, await format(tokenTable(), { parser: "markdown" })),
  ];
}

function page(name: string, part: RegExp, text: string): Page {
  const file = path.join(__dirname, "../..", "docs", name);
  const found = readFileSync(file, "utf8");
  return {
    file,
    found,
    expected: found.replace(part, (_, start: string, end: string) => `${start}\n${text}\n${end}`),
  };
}

/** What each resource needs, a row each, in Markdown. */
function tokenTable(): string {
  const rows = Object.entries(tokenPermissions).map(([resource, needs]) => {
    const all = Object.entries<string>(needs).map(([name, level]) => `${pageName(name)}: ${level}`);
    return `| ${resource} | ${all.join(", ")} |`;
  });
  return ["| resource | permissions of a fine-grained token or an App |", "| --- | --- |", ...rows].join(
    "\n",
  );
}
