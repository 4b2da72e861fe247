import assert from "node:assert/strict";
import * as v from "valibot";
import { githubClient } from "../../../../src/github/client.js";
import {
  askerOf,
  askOfPackage,
  askOfRepository,
  beginPush,
} from "../../../../src/github/doctor/ask-github.js";
import { ghcr } from "../../../../src/github/ghcr.js";
import { packageOwner } from "../../../../src/github/package-owner.js";
import { GithubPackages, NOT_LINKED, type Reply } from "../../../github-emulator/packages.js";

const known = (value: unknown) => ({ kind: "known", value });

describe("what the doctor asks GitHub", () => {
  let github: GithubPackages;
  before(async () => {
    github = await GithubPackages.start();
  });
  beforeEach(() => {
    github.reset();
  });
  after(() => github.stop());

  const octokit = () => githubClient({ url: github.url, token: github.token });
  const answer = (path: string, reply: Reply) => github.answers.set(`GET /repos/acme/shop${path}`, reply);
  const shop = { id: 2, full_name: "acme/store", archived: false, default_branch: "main", owner: { id: 1 } };

  it("is each part of a repository, by its former name too, whatever becomes of the others", async () => {
    answer("", { status: 301, headers: { location: "/repositories/2" } });
    github.answers.set("GET /repositories/2", { status: 200, body: shop });
    answer("/actions/permissions", { status: 403, body: { message: "no" } });
    answer("/actions/permissions/workflow", { status: 200, body: { odd: true } });
    answer("/actions/variables/A", { status: 200, body: { value: "1" } });
    answer("/actions/variables/B", { status: 404, body: { message: "Not Found" } });
    const place = "GET /repos/acme/shop/actions/permissions";
    assert.deepEqual(await askOfRepository(askerOf(octokit()), "acme/shop", ["A", "B"]), {
      repository: known({
        ...{ name: "acme/store", ids: { owner: 1, repository: 2 } },
        ...{ archived: false, defaultBranch: "main" },
      }),
      actions: { kind: "unknown", because: `${place}: status 403: no` },
      permissions: { kind: "unknown", because: `${place}/workflow: unexpected response body` },
      variables: new Map<string, unknown>([
        ["A", known("1")],
        ["B", { kind: "absent" }],
      ]),
    });
  });

  it("is a package's visibility and repository", async () => {
    const owner = await packageOwner(octokit(), "acme");
    github.package("acme", "a", { visibility: "public", repository: "acme/shop" });
    github.package("acme", "b");
    const of = (name: string) => askOfPackage(askerOf(octokit()), owner, name);
    assert.deepEqual(await of("a"), known({ visibility: "public", repository: "acme/shop" }));
    assert.deepEqual(await of("b"), known({ visibility: "private", repository: undefined }));
    assert.deepEqual(await of("c"), { kind: "absent" });
  });

  it("is nothing where nobody is to be asked", async () => {
    assert.deepEqual(await askerOf("because")("GET /user", {}, v.unknown()), {
      kind: "unknown",
      because: "because",
    });
    assert.deepEqual(github.calls, []);
  });

  const elsewhere = "http://127.0.0.1:1/v2/a/blobs/uploads/../../../x";
  const allowed = known({ refusal: undefined });
  const refused = known({ refusal: "permission_denied: write_package" });
  for (const [what, reply, expected, deletions] of [
    ["that may be made, and is cancelled", undefined, allowed, 1],
    [
      "whose upload leads elsewhere, which is let alone",
      { status: 202, headers: { location: elsewhere } },
      allowed,
      0,
    ],
    ["that is refused", NOT_LINKED, refused, 0],
    ["refused in other words", { status: 403, body: "no" }, known({ refusal: "an answer of 403" }), 0],
    ["to what is not there", { status: 404 }, { kind: "absent" }, 0],
    ["that fails", { status: 418 }, { kind: "unknown", because: "the registry answered 418" }, 0],
  ] as const) {
    it(`begins a push ${what}`, async () => {
      github.package("acme", "a");
      github.intervene = (call) =>
        call.startsWith("POST /v2/") && call.includes("acme/a") ? reply : undefined;
      const registry = ghcr({ url: github.url, token: github.token }, "acme/a", "pull,push");
      assert.deepEqual(await beginPush(registry), expected);
      assert.equal(github.calls.filter((call) => call.startsWith("DELETE ")).length, deletions);
    });
  }
});
