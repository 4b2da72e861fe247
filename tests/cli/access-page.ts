import { readFileSync } from "node:fs";
import path from "node:path";
import { accessReport } from "../../cli/access-report.js";
import { accessTable } from "../../plan/access/access-table.js";
import { catalogue } from "../../systems/index.js";
import { expressionReader } from "../../workflows/expression-reader.js";
import { configuration } from "../plan/fixtures.js";

export const ACCESS_PAGE = path.join(__dirname, "..", "..", "docs", "access.md");

const TABLE = /(<!-- table: .*? -->\n).*(<!-- end of table -->\n)/s;

/** The page on access as it stands, and as it has to be: with the table of rights that follows from the catalogue. */
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
  return { found, expected: found.replace(TABLE, (_, start: string, end: string) => start + table + end) };
}
