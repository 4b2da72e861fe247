import assert from "node:assert/strict";
import { githubClient } from "../../../../src/github/client.js";
import { packageOwner } from "../../../../src/github/package-owner.js";
import { ghcrPackage } from "../../../../src/github/packages/ghcr-package.js";
import type { Package } from "../../../../src/github/packages/package.js";
import { GithubPackages, IMAGE, type Reply } from "../../../github-emulator/packages.js";
import { digestOf } from "./package.js";

describe("ghcrPackage", () => {
  let github: GithubPackages;
  before(async () => {
    github = await GithubPackages.start();
  });
  beforeEach(() => {
    github.reset();
    github.organizations.add("acme");
  });
  after(() => github.stop());

  async function read(owner: string, name: string): Promise<Package> {
    const api = { url: github.url, token: github.token };
    const octokit = githubClient(api);
    return ghcrPackage(octokit, api, await packageOwner(octokit, owner), name);
  }

  it("lists every version, over as many pages as it takes", async () => {
    const stored = github.package("acme", "api");
    for (let index = 0; index < 250; index++) stored.image(String(index), { tags: [`t${index}`] });
    const api = await read("acme", "api");
    assert.deepEqual(
      await api.versions(),
      stored.versions.toReversed().map(({ id, digest, tags, created, updated }) => ({
        ...{ id, digest, tags: [...tags] },
        ...{ created: created.getTime(), updated: updated.getTime() },
      })),
    );
    const page = "GET /orgs/acme/packages/container/api/versions?state=active&per_page=100&page=";
    assert.deepEqual(
      github.calls.slice(-4),
      [1, 2, 3, 4].map((number) => `${page}${number}`),
    );
    assert.equal(api.name, `${new URL(github.url).host}/acme/api`);
  });

  it("goes on after a page that was cut short, and counts a version once that slid to the next", async () => {
    const stored = github.package("acme", "api");
    for (let index = 0; index < 150; index++) stored.image(String(index));
    github.intervene = (call) => {
      if (call.endsWith("page=1")) return short(stored.versions.slice(-3));
      if (call.endsWith("&page=2")) stored.image("pushed meanwhile");
      return undefined;
    };
    const versions = (await (await read("acme", "api")).versions()) ?? [];
    assert.equal(new Set(versions.map(({ id }) => id)).size, versions.length);
    assert.equal(versions.length, 3 + 51);
  });

  it("knows no package where GitHub knows none", async () => {
    assert.equal(await (await read("acme", "none")).versions(), undefined);
    assert.equal(await (await read("acme", "none")).version(7), undefined);
  });

  it("escapes the name, and says how to restore a version", async () => {
    github.person = "me";
    github.package("me", "a/b").image("x");
    const own = await read("me", "a/b");
    assert.equal((await own.versions())?.length, 1);
    assert.equal(own.restoring(7), "gh api -X POST /user/packages/container/a%2Fb/versions/7/restore");
  });

  for (const [what, change] of [
    ["without its list of tags", { metadata: { package_type: "container" } }],
    ["without metadata", { metadata: undefined }],
    ["with a name that is no digest", { name: "latest" }],
    ["with a digest that leads elsewhere", { name: "sha256:../../x" }],
    ["made at no time", { created_at: "yesterday" }],
    ["changed at no time", { updated_at: null }],
    ["without a number", { id: "7" }],
  ] as const) {
    it(`takes no version ${what} for one`, async () => {
      const stored = github.package("acme", "api");
      stored.image("x");
      github.intervene = (call) => (call.includes("page=1") ? short(stored.versions, change) : undefined);
      await assert.rejects((await read("acme", "api")).versions(), {
        name: "GithubError",
        message: "GET /orgs/acme/packages/container/{name}/versions: unexpected response body",
      });
    });
  }

  it("ends where pages never do", async () => {
    const stored = github.package("acme", "api");
    stored.image("x");
    github.intervene = (call) => (call.includes("page=") ? short(stored.versions) : undefined);
    await assert.rejects((await read("acme", "api")).versions(), {
      message: "GET /orgs/acme/packages/container/{name}/versions: page 2 has nothing new",
    });
  });

  it("reads manifests from the registry; what it does not have is absent, what it does not say unreadable", async () => {
    const stored = github.package("acme", "api");
    const image = stored.image("a");
    const index = stored.index([image]);
    const api = await read("acme", "api");
    assert.deepEqual(await api.manifest(index), { kind: "manifest", children: [image], blobs: [], bytes: 0 });
    assert.deepEqual(await api.manifest(digestOf("none")), { kind: "absent" });
    for (const status of [403, 500, 429]) {
      github.intervene = (call) => (call.includes("/manifests/") ? { status } : undefined);
      const unreadable = { kind: "unreadable", because: `the registry answered ${status}` };
      assert.deepEqual(await api.manifest(image), unreadable);
    }
  });

  it("asks the registry again after a passing fault, and logs in again where its token has gone", async () => {
    const image = github.package("acme", "api").image("a");
    const api = await read("acme", "api");
    const faults: (Reply | "cut")[] = ["cut", { status: 503 }, { status: 401 }];
    github.intervene = (call) => (call.includes("/manifests/") ? faults.shift() : undefined);
    assert.equal((await api.manifest(image)).kind, "manifest");
    const logins = github.calls.filter((call) => call.startsWith("GET /token?"));
    assert.equal(logins.length, 2);
    assert.match(logins[0] ?? "", /&scope=repository%3Aacme%2Fapi%3Apull$/);
  });

  it("reads no manifest without end", async () => {
    const image = github.package("acme", "api").image("a");
    const api = await read("acme", "api");
    github.intervene = (call) =>
      call.includes("/manifests/")
        ? { status: 200, body: " ".repeat(5 * 1024 * 1024), headers: { "content-type": IMAGE } }
        : undefined;
    await assert.rejects(api.manifest(image), /an answer of more than 4194304 bytes$/);
  });

  it("deletes one version, and asks only once", async () => {
    const stored = github.package("acme", "api");
    stored.image("kept", { tags: ["main"] });
    stored.image("gone");
    const api = await read("acme", "api");
    const [newest] = (await api.versions()) ?? [];
    await api.remove(newest?.id ?? 0);
    assert.equal(stored.versions.length, 1);
    github.intervene = (call) => (call.startsWith("DELETE ") ? { status: 502 } : undefined);
    await assert.rejects(api.remove(1), { status: 502 });
    assert.equal(github.deletions.length, 2);
  });
});

/** A page with these versions. */
function short(versions: readonly { id: number; digest: string }[], change: object = {}): Reply {
  const rest = {
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:00:00Z",
    metadata: { package_type: "container", container: { tags: [] } },
  };
  return { status: 200, body: versions.map(({ id, digest }) => ({ id, name: digest, ...rest, ...change })) };
}
