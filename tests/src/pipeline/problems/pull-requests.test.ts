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

function stepping(...steps: [Step, ...Step[]]) {
  return workflow({ on, jobs: { test: job({ steps }) } });
}

describe("a job that a pull request can start (user pains 6 and 14)", () => {
  it("has no right to write", async () => {
    const permissions: Permissions = { contents: { access: "read", why: "see" }, ...right };
    assert.deepEqual(await problemsOf(workflow({ on, jobs: { test: job({ permissions }) } })), [
      [
        `${JOB}, permissions`,
        "no right to write in a job that a pull request can start",
        "packages: write",
        FIX,
      ],
    ]);
  });

  it("reads no secret", async () => {
    const env = {
      TOKEN: "${{ vars.X || secrets.TOKEN }}",
      ALL: "${{ toJSON(secrets) }}",
      SHA: "${{ github.sha }}",
    };
    assert.deepEqual(await problemsOf(stepping({ ...step, env })), [
      [
        `${JOB}, step 1 (Greet), env TOKEN`,
        "no secret in a job that a pull request can start",
        "secrets.TOKEN",
        FIX,
      ],
      [`${JOB}, step 1 (Greet), env ALL`, "no secret in a job that a pull request can start", "secrets", FIX],
    ]);
  });

  it("reads no token, by whatever name", async () => {
    const given = (token: string) => stepping({ ...step, env: { TOKEN: `\${{ ${token} }}` } });
    for (const token of ["secrets.GITHUB_TOKEN", "github.token", "toJSON(github)", "github['token']"]) {
      assert.equal((await briefly(given(token))).length, 1, token);
    }
    for (const harmless of ["github.actor", "github.token_type", "github.my_token", "vars.token"]) {
      assert.deepEqual(await briefly(given(harmless)), [], harmless);
    }
  });

  it("pushes nothing", async () => {
    const build = (inputs: Record<string, string | boolean>): Step => ({
      name: "Build",
      uses: "docker/build-push-action",
      with: inputs,
    });
    const where = `${JOB}, step 1 (Build)`;
    const expected = "no push in a job that a pull request can start";
    for (const push of [
      true,
      "true",
      "${{ github.actor == 'me' }}",
      "${{ github.event_name == 'pull_request' }}",
    ]) {
      assert.deepEqual(await problemsOf(stepping(build({ push }))), [[where, expected, "push", FIX]]);
    }
    const outputs = "type=image,name=x,push-by-digest=true,push=true";
    assert.deepEqual(await briefly(stepping(build({ outputs }))), [[where, outputs]]);
    for (const push of [false, "false", "${{ github.event_name != 'pull_request' }}"]) {
      assert.deepEqual(await briefly(stepping(build({ push, outputs: "type=oci,dest=x" }))), []);
    }
  });

  it("attaches nothing to what is in a registry", async () => {
    const attest: Step = { name: "Attest", uses: "actions/attest", with: { "push-to-registry": true } };
    assert.deepEqual(await briefly(stepping(attest)), [[`${JOB}, step 1 (Attest)`, "push-to-registry"]]);
  });

  it("leaves no cache behind", async () => {
    const build = (cache: string): Step => ({
      name: "Build",
      uses: "docker/build-push-action",
      with: { "cache-to": cache },
    });
    const where = `${JOB}, step 1 (Build)`;
    const expected = "no cache written by a job that a pull request can start";
    const lazily = "${{ github.ref_type == 'branch' && 'type=gha,scope=a' || '' }}";
    assert.deepEqual(await problemsOf(stepping(build(lazily))), [
      [where, expected, "cache-to type=gha,scope=a", `write none here, or ${FIX}`],
    ]);
    const otherwise = "${{ github.event_name != 'pull_request' && 'type=gha,scope=a' || '' }}";
    assert.deepEqual(await problemsOf(stepping(build(otherwise))), []);
  });

  it("may hold all of that in steps that it leaves out", async () => {
    const left: Step = { name: "Keep", if: "github.event_name == 'push'", uses: "actions/cache/save" };
    assert.deepEqual(await briefly(stepping(step, left)), []);
  });
});

describe("a pull request", () => {
  it("starts no workflow that does not name it", async () => {
    const jobs = { test: job({ permissions: right }) };
    assert.deepEqual(await briefly(workflow({ on: { push: {}, dispatch: true }, jobs })), []);
  });

  it("starts a job unless its condition is false for every pull request", async () => {
    const excluded = [
      "github.event_name != 'pull_request'",
      "github.event_name == 'push'",
      "github.event_name == 'push' || github.event_name == 'schedule'",
      "github.event_name != 'pull_request' && github.ref == 'refs/heads/main'",
      "!(github.event_name == 'PULL_REQUEST')",
      "contains('push schedule', github.event_name)",
      "github.ref_type == 'tag'",
      "always() && github['event_name'] == 'push'",
    ];
    for (const condition of excluded) assert.equal(await reaches({ if: condition }), false, condition);
    const included = [
      "github.event_name == 'pull_request'",
      "always()",
      "github.actor != 'someone' || github.event_name == 'push'",
      "github.ref == 'refs/heads/main'",
      "github.event.pull_request.head.repo.full_name == github.repository",
      "contains(fromJSON('[\"push\"]'), github.event_name)",
    ];
    for (const condition of included) assert.equal(await reaches({ if: condition }), true, condition);
    assert.equal(await reaches({}), true);
  });

  it("starts no job that needs one that it does not start", async () => {
    const build = job({ if: "github.event_name == 'push'" });
    const merge = job({ needs: ["build"] });
    assert.equal(await reaches({ needs: ["build"] }, { build }), false);
    assert.equal(await reaches({ needs: ["merge"] }, { build, merge }), false);
    assert.equal(await reaches({ needs: ["build"], if: "always()" }, { build }), true);
    assert.equal(await reaches({ needs: ["build"], if: "!cancelled()" }, { build }), true);
    assert.equal(await reaches({ needs: ["build"], if: "contains(github.ref, 'x')" }, { build }), false);
    assert.equal(await reaches({ needs: ["build"], if: "always() && !contains('', 'x')" }, { build }), true);
    assert.equal(await reaches({ needs: ["free"] }, { free: job() }), true);
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
