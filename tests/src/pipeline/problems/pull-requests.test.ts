import assert from "node:assert/strict";
import fc from "fast-check";
import type { Job, Permissions, Step } from "../../../../src/catalogue/workflow-model.js";
import { briefly, job, problemsOf, step, workflow } from "../fixtures.js";

const FIX = "move it to a job whose `if` begins with github.event_name != 'pull_request' &&";
const JOB = "systems/shop, ci.yml, job test";
const on = { push: {}, pullRequest: {} };
const right: Permissions = { packages: { access: "write", why: "push" } };

/** Whether a pull request reaches a job: there is a problem with the right it has. */
async function reaches(overrides: Partial<Job>, others: Record<string, Job> = {}): Promise<boolean> {
  const jobs = { ...others, test: job({ permissions: right, ...overrides }) };
  const found = await briefly(workflow({ on, jobs }));
  return found.some(([where]) => where === `${JOB}, permissions`);
}

const CAN = "a job that a pull request can start";
const building = (inputs: Record<string, string | boolean>): Step => ({
  name: "Build",
  uses: "docker/build-push-action",
  with: inputs,
});
const reading = (value: string): Step => ({ ...step, env: { VALUE: `\${{ ${value} }}` } });
const caching = (condition: string) =>
  building({ "cache-to": `\${{ ${condition} && 'type=gha,scope=a' || '' }}` });

describe("a job that a pull request can start (user pains 6 and 14)", () => {
  for (const [title, expected, found, refused, fix = FIX] of [
    ["reads no secret", `no secret in ${CAN}`, "secrets.TOKEN", reading("vars.X || secrets.TOKEN")],
    ["pushes nothing", `no push in ${CAN}`, "push", building({ push: true })],
    [
      "leaves no cache behind",
      `no cache written by ${CAN}`,
      "cache-to type=gha,scope=a",
      caching("github.ref_type == 'branch'"),
      `write none here, or ${FIX}`,
    ],
  ] as const) {
    it(title, async () => {
      const place = `${JOB}, step 1 (${refused.name})${"env" in refused ? ", env VALUE" : ""}`;
      const jobs = { test: job({ steps: [refused] }) };
      assert.deepEqual(await problemsOf(workflow({ on, jobs })), [[place, expected, found, fix]]);
    });
  }

  it("has no right to write", async () => {
    const permissions: Permissions = { contents: { access: "read", why: "see" }, ...right };
    assert.deepEqual(await problemsOf(workflow({ on, jobs: { test: job({ permissions }) } })), [
      [`${JOB}, permissions`, `no right to write in ${CAN}`, "packages: write", FIX],
    ]);
  });

  const foundIn = async (...steps: [Step, ...Step[]]) => {
    const problems = await briefly(workflow({ on, jobs: { test: job({ steps }) } }));
    return problems.map(([, found]) => found);
  };

  it("reads no token by whatever name, and pushes by no way", async () => {
    const outputs = "type=image,name=x,push-by-digest=true,push=true";
    const attest: Step = { name: "Attest", uses: "actions/attest", with: { "push-to-registry": true } };
    for (const [found, ...steps] of [
      ["secrets", reading("toJSON(secrets)")],
      ["secrets.GITHUB_TOKEN", reading("secrets.GITHUB_TOKEN")],
      ["github.token", reading("github.token"), reading("github['token']")],
      ["github", reading("toJSON(github)")],
      ["push", ...["true", "${{ github.actor == 'me' }}"].map((push) => building({ push }))],
      ["push", building({ push: "${{ github.event_name == 'pull_request' }}" })],
      [outputs, building({ outputs })],
      ["push-to-registry", attest],
    ] as const) {
      for (const refused of steps) assert.deepEqual(await foundIn(refused), [found]);
    }
  });

  it("may hold what is harmless, and all else in steps that it leaves out", async () => {
    const left: Step = { name: "Keep", if: "github.event_name == 'push'", uses: "actions/cache/save" };
    for (const harmless of [
      ...["github.actor", "github.token_type", "github.my_token", "vars.token"].map(reading),
      ...[false, "false", "${{ github.event_name != 'pull_request' }}"].map((push) =>
        building({ push, outputs: "type=oci,dest=x" }),
      ),
      caching("github.event_name != 'pull_request'"),
      left,
    ]) {
      assert.deepEqual(await foundIn(step, harmless), []);
    }
  });
});

describe("a pull request", () => {
  it("starts no workflow that does not name it", async () => {
    const jobs = { test: job({ permissions: right }) };
    assert.deepEqual(await briefly(workflow({ on: { push: {}, dispatch: true }, jobs })), []);
  });

  for (const [condition, isReached] of [
    ["github.event_name == 'push' || github.event_name == 'schedule'", false],
    ["github.event_name != 'pull_request' && github.ref == 'refs/heads/main'", false],
    ["!(github.event_name == 'PULL_REQUEST')", false],
    ["contains('push schedule', github.event_name)", false],
    ["github.ref_type == 'tag'", false],
    ["always() && github['event_name'] == 'push'", false],
    [undefined, true],
    ["always()", true],
    ["github.actor != 'someone' || github.event_name == 'push'", true],
    ["github.ref == 'refs/heads/main'", true],
    ["github.event.pull_request.head.repo.full_name == github.repository", true],
    ["contains(fromJSON('[\"push\"]'), github.event_name)", true],
  ] as const) {
    it(`${isReached ? "starts" : "does not start"} a job if ${condition ?? "nothing is said"}`, async () => {
      assert.equal(await reaches(condition === undefined ? {} : { if: condition }), isReached);
    });
  }

  it("starts no job that needs one that it does not start, unless it runs always", async () => {
    const others = {
      build: job({ if: "github.event_name == 'push'" }),
      merge: job({ needs: ["build"] }),
      free: job(),
    };
    for (const [need, condition, isReached] of [
      ["build", undefined, false],
      ["merge", undefined, false],
      ["free", undefined, true],
      ["build", "always()", true],
      ["build", "!cancelled()", true],
      ["build", "contains(github.ref, 'x')", false],
      ["build", "always() && !contains('', 'x')", true],
    ] as const) {
      const own = { needs: [need], ...(condition !== undefined && { if: condition }) };
      assert.equal(await reaches(own, others), isReached, `${need}, ${condition ?? ""}`);
    }
  });

  it("starts a job with a condition of and, or and not as the condition says", async () => {
    const atom = fc.constantFrom(
      "github.event_name == 'pull_request'",
      "github.event_name != 'pull_request'",
      "github.event_name == 'push'",
      "true",
      "false",
    );
    const { condition } = fc.letrec<{ condition: string }>((tie) => ({
      condition: fc.oneof(
        { depthSize: "small" },
        atom,
        tie("condition").map((inner) => `!(${inner})`),
        fc.tuple(tie("condition"), tie("condition")).map(([a, b]) => `(${a}) && (${b})`),
        fc.tuple(tie("condition"), tie("condition")).map(([a, b]) => `(${a}) || (${b})`),
      ),
    }));
    const { Evaluator, Lexer, Parser, data } = await import("@actions/expressions");
    const event = { key: "event_name", value: new data.StringData("pull_request") };
    const github = new data.Dictionary({ key: "github", value: new data.Dictionary(event) });
    await fc.assert(
      fc.asyncProperty(condition, async (text) => {
        const tree = new Parser(new Lexer(text).lex().tokens, ["github"], []).parse();
        const { value } = new Evaluator(tree, github).evaluate() as { value: unknown };
        assert.equal(await reaches({ if: text }), value);
      }),
    );
  });
});
