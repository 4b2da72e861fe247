import assert from "node:assert/strict";
import * as v from "valibot";
import { GithubPackages } from "../../github-emulator/packages.js";
import { slipway } from "./slipway.js";

const orphan = { id: v.number(), digest: v.string(), tags: v.array(v.string()), changed: v.string() };
const report = v.array(
  v.strictObject({
    package: v.string(),
    outcome: v.picklist(["missing", "refused", "planned", "pruned", "stopped"]),
    kept: v.number(),
    orphans: v.array(v.strictObject({ ...orphan, bytes: v.number() })),
    removed: v.array(v.string()),
    broken: v.array(v.unknown()),
    reasons: v.array(v.string()),
  }),
);

describe("slipway prune", () => {
  let github: GithubPackages;
  before(async () => {
    github = await GithubPackages.start();
  });
  beforeEach(() => {
    github.reset();
    github.organizations.add("times");
  });
  after(() => github.stop());

  /** The package of press: a live index of two platforms and an attestation, an old one, and an orphan. */
  function fill() {
    const stored = github.package("times", "press");
    const old = stored.index([stored.image("old amd64"), stored.image("old arm64")]);
    const children = ["amd64", "arm64", "attestation"].map((name) => stored.image(name));
    const live = stored.index(children, { tags: ["latest", "1.2.3"] });
    const orphan = stored.image("orphan");
    stored.image("young orphan", { age: 29 });
    return { stored, old, live, orphan };
  }

  const env = () => ({ GITHUB_TOKEN: github.token, GITHUB_API_URL: github.url, GHCR_URL: github.url });
  async function prune(...args: string[]) {
    const { stdout, exitCode } = await slipway(["prune", ...args], { env: env() });
    return { exitCode, stdout: stdout.replaceAll(new URL(github.url).host, "ghcr.io") };
  }

  async function json(...args: string[]) {
    const { stdout, exitCode } = await prune("press", "--json", ...args);
    const [first] = v.parse(report, JSON.parse(stdout));
    assert.ok(first);
    return { ...first, exitCode };
  }

  it("prints orphans as a table, and deletes nothing unless told to (pain 15)", async () => {
    const stored = github.package("times", "press");
    stored.image("live", { tags: ["latest"] });
    const orphan = stored.image("orphan");
    const { stdout } = await prune("press");
    assert.deepEqual(github.deletions, []);
    const changed = stored.versions[1]?.created.toISOString().slice(0, 10) ?? "";
    assert.equal(
      stdout,
      `ghcr.io/times/press: versions that stay: 1; orphans older than 30 days: 1; --execute deletes them
┌─────────────────────┬──────────────┬────────┬──────────────────────────────────────────┐
│ orphan              │ last changed │ size   │ why                                      │
│ ${orphan.slice(0, 19)} │ ${changed}   │ 0.0 MB │ untagged, and not part of a kept version │
└─────────────────────┴──────────────┴────────┴──────────────────────────────────────────┘`,
    );
  });

  it("deletes them when told to, at most as many as it may, and finds nothing the next time", async () => {
    const { stored, live, orphan, old } = fill();
    const limited = await json("--execute", "--limit", "2");
    const { outcome, removed, exitCode } = await json("--execute");
    assert.deepEqual(limited.removed, [orphan, old]);
    assert.deepEqual([outcome, exitCode, removed.length], ["pruned", 0, 2]);
    assert.equal(stored.versions.length, 5);
    assert.ok(stored.versions.some(({ digest }) => digest === live));
    const again = await json("--execute");
    assert.deepEqual([again.outcome, again.orphans, github.deletions.length], ["pruned", [], 4]);
  });

  it("ends with 1 where the registry does not say what a version is", async () => {
    const { stored, old } = fill();
    stored.lost.add(old);
    const { outcome, reasons, exitCode } = await json("--execute");
    const reason = `The manifest ${old} is listed, but the registry does not have it.`;
    assert.deepEqual([outcome, reasons, exitCode, github.deletions], ["refused", [reason], 1, []]);
  });

  it("tells of indexes that another tool has broken", async () => {
    const { stored } = fill();
    stored.versions.splice(3, 1);
    assert.match(
      (await prune("press")).stdout,
      /^ {2}latest, 1\.2\.3 refers to 1 deleted versions: push it again$/m,
    );
  });

  it("knows where there is no package yet, and that a system in ECR has none", async () => {
    const press = "ghcr.io/times/press: the package does not exist, or this token may not see it";
    assert.deepEqual(await prune("press"), { exitCode: 0, stdout: press });
    assert.deepEqual(await prune("blog"), { exitCode: 0, stdout: "none of these systems publishes to GHCR" });
  });

  it("asks nobody without a token, nor in the clear, and says what GitHub thinks of a wrong one", async () => {
    for (const [args, own, said] of [
      [[], {}, /GITHUB_TOKEN\n {4}expected: a token/],
      [
        [],
        { GITHUB_TOKEN: "x", GHCR_URL: "http://ghcr.io" },
        /GHCR_URL\n {4}expected: an address that begins with https:/,
      ],
      [["press"], { ...env(), GITHUB_TOKEN: "ghp_wrong" }, /status 401: Bad credentials/],
      [["--limit", "0"], {}, /^$/],
    ] as const) {
      const { exitCode, stderr } = await slipway(["prune", ...args], { env: own });
      assert.equal(exitCode, 2);
      assert.match(stderr, said);
      assert.ok(!stderr.includes("ghp_wrong"));
    }
  });
});
