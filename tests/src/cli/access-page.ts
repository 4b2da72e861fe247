import { readFileSync } from "node:fs";
import path from "node:path";
import { format } from "prettier";
import { accessReport } from "../../../src/cli/access-report.js";
import { accessTable } from "../../../src/plan/access/access-table.js";
import { pageName, tokenPermissions } from "../../../src/plan/settings/token-permissions.js";
import { catalogue } from "../../../systems/index.js";
import { expressionReader } from "../../../src/pipeline/expression-reader.js";
import { configuration } from "../plan/fixtures.js";

export const ACCESS_PAGE = path.join(__dirname, "../../..", "docs", "access.md");

const TABLE = /(<!-- table: .*? -->\n).*(<!-- end of table -->\n)/s;
const TOKENS = /(<!-- tokens: .*? -->\n).*(<!-- end of tokens -->\n)/s;

/**
 * The page on access as it stands, and as it has to be: with the table of rights that follows from the catalogue, and
 * that of a token's permissions.
 */
export async function accessPage(): Promise<{ readonly found: string; readonly expected: string }> {
  const found = readFileSync(ACCESS_PAGE, "utf8");
  const rows = accessTable(
    catalogue,
    {
      ...configuration,
      owner: "example",
      systems: catalogue.map(({ name }) => name),
      checkouts: {},
      pullAccounts: ["111122223333"],
      ciAccess: {
        kind: "role",
        oidcProvider: "found",
        sessionHours: 1,
        githubIds: {},
        pullers: ["444455556666"],
      },
    },
    await expressionReader(),
  );
  const table = `\n\`\`\`text\n${accessReport(rows)}\n\`\`\`\n\n`;
  const withTable = found.replace(TABLE, (_, start: string, end: string) => start + table + end);
  const tokens = await formatted(tokenTable());
  return {
    found,
    expected: withTable.replace(TOKENS, (_, start: string, end: string) => `${start}\n${tokens}\n${end}`),
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

/** As Prettier would have it. */
function formatted(markdown: string): Promise<string> {
  return format(markdown, { parser: "markdown" });
}
