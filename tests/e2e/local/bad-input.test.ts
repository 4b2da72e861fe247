import { deepEqual, doesNotMatch, equal, match, ok } from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { Image } from "../../../src/catalogue/image.js";
import type { System } from "../../../src/catalogue/system.js";
import { shop } from "./catalogue.js";
import { type Configuration, Project } from "./project.js";
import { useTeardown } from "./teardown.js";

/** One mistake: where it is reported, what is said to have come, and the fix. */
type Expected = readonly [where: string, found: RegExp, fix: RegExp];

const ADDRESS = "localhost:5999";

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
  const refused = async (
    configuration: Configuration,
    problems: readonly Expected[],
    catalogue?: readonly System[],
  ): Promise<void> => {
    const project = await Project.create({
      configuration,
      environment: {},
      ...(catalogue !== undefined && { catalogue }),
    });
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

  it("is an empty owner, and a region that does not exist", () =>
    refused({ "aws:region": "eu-west-9", "slipway:registry": { kind: "cloud" } }, [
      ["slipway:owner", /""/, /pulumi config set slipway:owner NAME/],
      ["aws:region", /"eu-west-9"/, /aws:region eu-west-\d/],
    ]));

  it("is a checkout without the Dockerfiles", () =>
    refused(
      {
        "slipway:owner": "Example",
        "slipway:registry": { kind: "local", address: ADDRESS },
        "slipway:checkouts": { blog: "empty" },
      },
      ["Dockerfile.base", "Dockerfile"].map((file) => [
        "slipway:checkouts.blog",
        new RegExp(`empty without docker/${file}$`),
        /copy systems\/blog\/files into it/,
      ]),
    ));

  it("is a catalogue with illegal names, wrong bases and two images of one name", () => {
    const [base, app] = shop.images;
    ok(base !== undefined && app?.base !== undefined);
    const image = (overrides: Partial<Image>): Image => ({ ...base, versionArgs: [], ...overrides });
    return refused(
      { "slipway:owner": "Example", "slipway:registry": { kind: "local", address: ADDRESS } },
      [
        ["systems/shop, image upper, repository", /"Shop"/, /rename it in the catalogue/],
        ["systems/shop, image dash, tags", /"-latest"/, /rename it in the catalogue/],
        ["systems/shop, image orphan, base", /"nobody"/, /name an image of this system/],
        ["systems/shop, image itself, base", /the image itself/, /share one base/],
        ["systems, reference twice:latest", /shop\/one and shop\/two/, /another repository or tag/],
      ],
      [
        {
          ...shop,
          images: [
            image({ id: "upper", repository: "Shop" }),
            image({ id: "dash", repository: "dash", tags: [{ kind: "fixed", tag: "-latest" }] }),
            image({ id: "orphan", repository: "orphan", base: { ...app.base, image: "nobody" } }),
            image({ id: "itself", repository: "itself", base: { ...app.base, image: "itself" } }),
            image({ id: "one", repository: "twice" }),
            image({ id: "two", repository: "twice" }),
          ],
        },
      ],
    );
  });

  it("is not an owner in upper case, which GitHub allows", async () => {
    const project = await Project.create({
      configuration: { "slipway:owner": "Example", "slipway:registry": { kind: "local", address: ADDRESS } },
      environment: {},
    });
    teardown(() => project.remove());
    const preview = await project.preview();
    ok(preview.succeeded, preview.output);
    equal(preview.changes.length, 0, "no checkout, no image");
    match(preview.output, /This stack builds no images of blog, press, shop(?:,| and|, and) tools/);
  });
});

/** The problems in what the program printed. */
function blocksOf(output: string): { where: string; found: string; fix: string }[] {
  const blocks = output.matchAll(/^ *(\S.*)\n +expected: .+\n +found: +(.+)\n +fix: +(.+)$/gm);
  const found = [...blocks].map(([, where = "", found = "", fix = ""]) => ({ where, found, fix }));
  return [...new Map(found.map((block) => [JSON.stringify(block), block])).values()];
}
