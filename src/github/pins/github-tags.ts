import * as v from "valibot";
import { GithubError, type GithubApi } from "../api.js";
import { proxiedFetch, reasonOf } from "../../registry/proxied-fetch.js";
import type { TagSource } from "./pin-state.js";

/** An annotated tag may point to another one. Longer chains are not followed. */
const MAX_NOTES = 3;

const object = v.object({ type: v.string(), sha: v.string() });
const references = v.array(v.object({ ref: v.string(), object }));
const annotated = v.object({ object });

/**
 * The tags of a public repository, from GitHub.
 *
 * @throws GithubError
 */
export async function githubTags(repository: string, api: GithubApi): Promise<TagSource> {
  const found = await get(`/repos/${repository}/git/matching-refs/tags/v`, references, api);
  const tags = new Map(found.map(({ ref, object: target }) => [ref.replace(/^refs\/tags\//, ""), target]));
  return {
    names: [...tags.keys()],
    commitOf: async (name) => {
      let target = tags.get(name);
      for (let depth = 0; target?.type === "tag" && depth < MAX_NOTES; depth++) {
        target = (await get(`/repos/${repository}/git/tags/${target.sha}`, annotated, api)).object;
      }
      return target?.type === "commit" ? target.sha : undefined;
    },
  };
}

/** GitHub returns lists of references whole, without pages. */
async function get<Schema extends v.GenericSchema>(
  path: string,
  schema: Schema,
  { url, token }: GithubApi,
): Promise<v.InferOutput<Schema>> {
  const response = await proxiedFetch(url + path, {
    headers: {
      accept: "application/vnd.github+json",
      authorization: `Bearer ${token}`,
      "user-agent": "slipway",
      "x-github-api-version": "2022-11-28",
    },
  }).catch((error: unknown) => {
    throw new GithubError(`no response from ${url}: ${reasonOf(error)}`);
  });
  if (!response.ok) throw new GithubError(`${url}${path} answered ${response.status}`);
  const result = v.safeParse(schema, await response.json().catch(() => undefined));
  if (!result.success) throw new GithubError(`${url}${path}: unexpected response body`);
  return result.output;
}
