import * as v from "valibot";
import type { GithubApi } from "../api.js";
import { ask, githubClient } from "../client.js";
import type { TagSource } from "./pin-state.js";

/** An annotated tag may point to another one. Longer chains are not followed. */
const MAX_NOTES = 3;

const object = v.object({ type: v.string(), sha: v.string() });
const references = v.array(v.object({ ref: v.string(), object }));
const annotated = v.object({ object });

/**
 * The tags of a public repository, from GitHub, which returns lists of references whole, without pages.
 *
 * @throws GithubError
 */
export async function githubTags(repository: string, api: GithubApi): Promise<TagSource> {
  const octokit = githubClient(api);
  const place = `GET /repos/${repository}/git`;
  const found = await ask(octokit, `${place}/matching-refs/tags/v`, {}, references);
  const tags = new Map(found.map(({ ref, object: target }) => [ref.replace(/^refs\/tags\//, ""), target]));
  return {
    names: [...tags.keys()],
    commitOf: async (name) => {
      let target = tags.get(name);
      for (let depth = 0; target?.type === "tag" && depth < MAX_NOTES; depth++) {
        target = (await ask(octokit, `${place}/tags/{sha}`, { sha: target.sha }, annotated)).object;
      }
      return target?.type === "commit" ? target.sha : undefined;
    },
  };
}
