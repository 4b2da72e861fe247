import { deepEqual, doesNotMatch, ok } from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Configuration, Project } from "./project.js";
import { useTeardown } from "./teardown.js";

/** One mistake: where it is reported, what is said to have come, and the fix. */
type Expected = readonly [where: string, found: RegExp, fix: RegExp];

/** The configuration in which all can go wrong together. */
const ALL_WRONG: Configuration = {
  "slipway:owner": "-not an owner-",
  "slipway:bulder": "laptop",
  "slipway:registry": { kind: "local" },
  "slipway:checkouts": { blog: "no/such/folder" },
  "slipway:retention": { days: 0, keepReleases: -1 },
  "slipway:protect": "perhaps",
  "slipway:pullAccounts": ["12"],
  "slipway:bases": "sometimes",
  "slipway:systems": ["blogg"],
  "slipway:builders": { "blog/ap": "x" },
};

const REPORTED: readonly Expected[] = [
  ["slipway:bulder", /an unknown key/, /perhaps you meant slipway:builder/],
  ["slipway:owner", /"-not an owner-"/, /pulumi config set slipway:owner NAME/],
  ["slipway:registry.address", /nothing/, /add address below registry/],
  ["slipway:checkouts.blog", /no\/such\/folder, which does not exist/, /clone Blog there/],
  ["slipway:retention.days", /0/, /set it to 1 or more/],
  ["slipway:retention.keepReleases", /-1/, /set it to 1 or more/],
  ["slipway:protect", /"perhaps"/, /without quotes/],
  ["slipway:pullAccounts.0", /"12"/, /copy the account id/],
  ["slipway:bases", /"sometimes"/, /use one of these values/],
  ["slipway:systems", /"blogg"/, /perhaps you meant blog/],
  ["slipway:builders", /"blog\/ap"/, /perhaps you meant blog\/app/],
];

describe("bad input on the real engine, with the program", () => {
  const teardown = useTeardown();

  /** Sets up a stack, and asserts that it is refused with exactly these problems and without a trace of any work. */
  const refused = async (configuration: Configuration, problems: readonly Expected[]): Promise<void> => {
    const project = await Project.create({ configuration, environment: {} });
    teardown(() => project.remove());
    await mkdir(join(project.folder, "empty"));
    for (const command of ["preview", "up"] as const) {
      const { succeeded, output, changes } = await project[command]();
      ok(!succeeded, output);
      doesNotMatch(output, /^\s*at /m, "a stack trace");
      deepEqual(changes, []);
      const blocks = blocksOf(output);
      deepEqual(
        blocks.map(({ where }) => where).toSorted(),
        problems.map(([where]) => where).toSorted(),
        output,
      );
      for (const [where, found, fix] of problems) {
        ok(
          blocks.some((block) => block.where === where && found.test(block.found) && fix.test(block.fix)),
          `${where}, ${found}, ${fix}:\n${output}`,
        );
      }
    }
    const resources = await project.resources();
    deepEqual(
      resources.filter((type) => type !== "pulumi:pulumi:Stack"),
      [],
      "nothing was created",
    );
  };

  it("is reported all at once, each with its fix", () => refused(ALL_WRONG, REPORTED));

  it("is a checkout without the Dockerfiles", () =>
    refused(
      {
        "slipway:owner": "Example",
        "slipway:registry": { kind: "local", address: "localhost:5999" },
        "slipway:checkouts": { blog: "empty" },
      },
      ["Dockerfile.base", "Dockerfile"].map((file) => [
        "slipway:checkouts.blog",
        new RegExp(`empty without docker/${file}$`),
        /copy systems\/blog\/files into it/,
      ]),
    ));
});

/** The problems in what the program printed. */
function blocksOf(output: string): { where: string; found: string; fix: string }[] {
  const blocks = output.matchAll(/^ *(\S.*)\n +expected: .+\n +found: +(.+)\n +fix: +(.+)$/gm);
  const found = [...blocks].map(([, where = "", found = "", fix = ""]) => ({ where, found, fix }));
  return [...new Map(found.map((block) => [JSON.stringify(block), block])).values()];
}
