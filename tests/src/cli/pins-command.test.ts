import assert from "node:assert/strict";
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { actionRepository } from "../../../src/github/pins/pin-state.js";
import { actions } from "../../../src/catalogue/actions.js";
import { type Listening, listen } from "../../e2e/loopback.js";
import { slipway } from "./slipway.js";

const NEWER = { ref: "refs/tags/v99.0.0", object: { type: "commit", sha: "f".repeat(40) } };

/** GitHub, where every pin is the newest but that of checkout, and the tag of the Trivy action was moved. */
function tagsOf(repository: string): unknown {
  const pin = Object.entries(actions).find(([action]) => actionRepository(action) === repository)?.[1];
  if (pin === undefined) return undefined;
  const sha = repository === "aquasecurity/trivy-action" ? "e".repeat(40) : pin.commit;
  const own = { ref: `refs/tags/${pin.version}`, object: { type: "commit", sha } };
  return repository === "actions/checkout" ? [own, NEWER] : [own];
}

describe("slipway pins", () => {
  let server: Listening;
  let url = "";
  before(async () => {
    const answering = createServer((request, response) => {
      const [, repository = ""] =
        /^\/repos\/(.+)\/git\/matching-refs\/tags\/v$/.exec(request.url ?? "") ?? [];
      const answer = tagsOf(repository);
      const isAllowed = request.headers.authorization === "token secret";
      response.writeHead(!isAllowed ? 401 : answer === undefined ? 404 : 200, {
        "content-type": "application/json",
      });
      response.end(JSON.stringify(answer ?? {}));
    });
    server = await listen(answering);
    url = `http://127.0.0.1:${server.port}`;
  });
  after(() => server.stop());

  it("tells newer releases and moved tags; without a token, that it asked nobody", async () => {
    const table = readFileSync("src/catalogue/actions.ts", "utf8");
    const run = (env: Record<string, string>) => slipway(["pins"], { env: { GITHUB_API_URL: url, ...env } });
    const asked = await run({ GITHUB_TOKEN: "secret" });
    const without = await run({});
    const refused = await run({ GITHUB_TOKEN: "wrong" });
    const insecure = await run({ GITHUB_TOKEN: "secret", GITHUB_API_URL: "http://example.com" });
    assert.equal(asked.exitCode, 1);
    assert.deepEqual(
      asked.stdout.split("\n").filter((line) => !line.endsWith(": newest")),
      [
        `actions/checkout ${actions["actions/checkout"].version}: v99.0.0 is available, ${"f".repeat(40)}`,
        `aquasecurity/trivy-action ${actions["aquasecurity/trivy-action"].version}: its tag was moved to ${"e".repeat(40)}; the pin is unaffected, but find out why`,
      ],
    );
    assert.equal(asked.stdout.split("\n").length, Object.keys(actions).length);
    for (const { exitCode } of [without, refused, insecure]) assert.equal(exitCode, 2);
    assert.equal(
      without.stderr,
      `1 problem with GitHub; releases are unknown, and nothing was changed.

  GITHUB_TOKEN
    expected: a token, because GitHub limits anonymous calls
    found:    nothing
    fix:      set it, for instance to the output of \`gh auth token\``,
    );
    assert.match(refused.stderr, /: status 401: /m);
    assert.match(insecure.stderr, /begins with https:/);
    assert.equal(readFileSync("src/catalogue/actions.ts", "utf8"), table);
  });
});
