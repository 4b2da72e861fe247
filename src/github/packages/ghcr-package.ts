import type { Octokit } from "@octokit/core";
import * as v from "valibot";
import { GithubError, type GithubApi } from "../api.js";
import { ask, tell } from "../client.js";
import type { PackageOwner } from "../package-owner.js";
import type { RegistryAnswer } from "../../registry/repository-client.js";
import { ghcr } from "../ghcr.js";
import { isDigest } from "../../registry/image-reference.js";
import { MANIFEST_TYPES } from "../../registry/media-types.js";
import { readManifest, type Manifest } from "./manifest.js";
import type { Package, PackageVersion } from "./package.js";

/** GitHub's largest page. */
const PAGE = 100;

const moment = v.pipe(
  v.string(),
  v.isoTimestamp(),
  v.transform((text) => Date.parse(text)),
);
const version = v.pipe(
  v.object({
    id: v.pipe(v.number(), v.safeInteger()),
    name: v.pipe(v.string(), v.check(isDigest)),
    created_at: moment,
    updated_at: moment,
    // Without the list, its tags are unknown.
    metadata: v.object({ container: v.object({ tags: v.array(v.string()) }) }),
  }),
  v.transform(({ id, name, created_at, updated_at, metadata }): PackageVersion => ({
    id,
    digest: name,
    tags: metadata.container.tags,
    created: created_at,
    updated: updated_at,
  })),
);

/** A package on GHCR, read through GitHub's packages API and the registry itself. */
export function ghcrPackage(
  octokit: Octokit,
  registry: GithubApi,
  owner: PackageOwner,
  name: string,
): Package {
  const path = `GET ${owner.path}/packages/container/{name}`;
  const pull = ghcr(registry, `${owner.login.toLowerCase()}/${name}`, "pull");
  return {
    name: `${new URL(registry.url).host}/${owner.login.toLowerCase()}/${name}`,
    versions: () => allVersions(octokit, `${path}/versions`, name),
    version: (id) => unlessMissing(ask(octokit, `${path}/versions/{id}`, { name, id }, version)),
    manifest: async (digest) => {
      return manifestOf(digest, await pull("GET", `manifests/${digest}`, MANIFEST_TYPES));
    },
    remove: async (id) => {
      const route = `DELETE ${owner.path}/packages/container/{name}/versions/{id}`;
      // Not retried: if the response is lost, a person has to look.
      await tell(octokit, route, { name, id, request: { retries: 0 } });
    },
    restoring: (id) =>
      `gh api -X POST ${owner.path}/packages/container/${encodeURIComponent(name)}/versions/${id}/restore`,
  };
}

/**
 * Reads pages until one is empty, so that a truncated page is not taken for the last. A version that moves to the next
 * page meanwhile is listed twice and counts once.
 */
async function allVersions(
  octokit: Octokit,
  route: string,
  name: string,
): Promise<readonly PackageVersion[] | undefined> {
  const versions = new Map<number, PackageVersion>();
  for (let page = 1; ; page++) {
    const parameters = { name, state: "active", per_page: PAGE, page };
    const asked = ask(octokit, route, parameters, v.array(version));
    const found = page === 1 ? await unlessMissing(asked) : await asked;
    if (found === undefined) return undefined;
    if (found.length === 0) return [...versions.values()];
    const before = versions.size;
    for (const one of found) versions.set(one.id, one);
    if (versions.size === before) throw new GithubError(`${route}: page ${page} has nothing new`);
  }
}

async function unlessMissing<Answer>(answer: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof GithubError && error.status === 404) return undefined;
    throw error;
  }
}

/** A manifest without an answer is unreadable; the others are read nevertheless. */
function manifestOf(digest: string, { status, mediaType, body }: RegistryAnswer): Manifest {
  switch (status) {
    case 200:
      return readManifest(digest, mediaType, body);
    case 404:
      return { kind: "absent" };
    default:
      return { kind: "unreadable", because: `the registry answered ${status}` };
  }
}
