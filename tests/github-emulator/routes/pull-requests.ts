import * as v from "valibot";
import { created, invalid, notFound, ok } from "../answer.js";
import type { PullRequest } from "../pull-request.js";
import type { Repository } from "../repository.js";
import { LOGIN, page, type Request, type Route } from "../route.js";

const READ = ["pull_requests", "read"] as const;
const WRITE = ["pull_requests", "write"] as const;

const newPullRequest = v.strictObject({
  title: v.string(),
  head: v.string(),
  base: v.string(),
  body: v.optional(v.string()),
  draft: v.optional(v.boolean()),
  maintainer_can_modify: v.optional(v.boolean()),
});
const changedPullRequest = v.strictObject({
  title: v.optional(v.string()),
  body: v.optional(v.string()),
  base: v.optional(v.string()),
  state: v.optional(v.picklist(["open", "closed"])),
});

export const pullRequests: readonly Route[] = [
  {
    method: "GET",
    path: "/pulls",
    documentation: "pulls/pulls#list-pull-requests",
    needs: READ,
    query: ["state", "head", "base", "sort", "direction", "per_page", "page"],
    answer(request) {
      const { repository } = request;
      const { items, headers } = page(selected(request), request, `/repos/${repository.fullName}/pulls`);
      return { ...ok(items.map((pull) => pullRequestAnswer(request, pull))), headers };
    },
  },
  {
    method: "GET",
    path: "/pulls/{number}",
    documentation: "pulls/pulls#get-a-pull-request",
    needs: READ,
    answer: (request) => ok(pullRequestAnswer(request, named(request))),
  },
  {
    method: "POST",
    path: "/pulls",
    documentation: "pulls/pulls#create-a-pull-request",
    needs: WRITE,
    answer(request) {
      const { body, repository } = request;
      const { title, head, base, body: text } = body(newPullRequest);
      const [owner, branch] = head.includes(":") ? head.split(":") : [repository.owner, head];
      if (owner !== repository.owner || branch === undefined) {
        throw invalid({ resource: "PullRequest", field: "head", code: "invalid" });
      }
      if (title === "") throw invalid({ resource: "PullRequest", field: "title", code: "missing_field" });
      const pull = repository.openPullRequest({
        title,
        head: branch,
        base,
        body: text ?? null,
        login: LOGIN,
      });
      return created(pullRequestAnswer(request, pull));
    },
  },
  {
    method: "PATCH",
    path: "/pulls/{number}",
    documentation: "pulls/pulls#update-a-pull-request",
    needs: WRITE,
    answer(request) {
      const pull = named(request);
      const { title, body, base, state } = request.body(changedPullRequest);
      if (base !== undefined && base !== pull.base.branch) moveBase(request.repository, pull, base);
      if (state !== undefined && state !== pull.state) {
        if (state === "closed") request.repository.close(pull.number);
        else request.repository.reopen(pull.number);
      }
      pull.title = title ?? pull.title;
      pull.body = body ?? pull.body;
      return ok(pullRequestAnswer(request, pull));
    },
  },
];

function named({ path, repository }: Request): PullRequest {
  const pull = repository.pullRequests[Number(path("number")) - 1];
  if (pull === undefined) throw notFound();
  return pull;
}

function moveBase(repository: Repository, pull: PullRequest, base: string): void {
  const sha = repository.head(base);
  if (pull.state === "closed" || sha === undefined) {
    throw invalid({ resource: "PullRequest", field: "base", code: "invalid" });
  }
  pull.base.branch = base;
  pull.base.sha = sha;
}

function selected({ query, repository }: Request): readonly PullRequest[] {
  const state = query.get("state") ?? "open";
  const head = query.get("head") ?? "";
  const base = query.get("base");
  const newestFirst = (query.get("direction") ?? "desc") === "desc";
  const sort = query.get("sort") ?? "created";
  if (!["open", "closed", "all"].includes(state) || sort !== "created") {
    throw new Error(`not emulated: pull requests by state=${state}, sort=${sort}`);
  }
  const found = repository.pullRequests.filter(
    (pull) =>
      (state === "all" || pull.state === state) &&
      // GitHub does not look at a head without an owner.
      (!head.includes(":") || head === `${repository.owner}:${pull.head.branch}`) &&
      (base === null || base === pull.base.branch),
  );
  return newestFirst ? found.toReversed() : found;
}

function pullRequestAnswer({ repository, url }: Request, pull: PullRequest) {
  const side = ({ branch, sha }: PullRequest["head"]) => ({
    label: `${repository.owner}:${branch}`,
    ref: branch,
    sha,
    repo: { id: repository.id, full_name: repository.fullName },
  });
  return {
    number: pull.number,
    url: url(`/repos/${repository.fullName}/pulls/${pull.number}`),
    html_url: url(`/${repository.fullName}/pull/${pull.number}`),
    state: pull.state,
    title: pull.title,
    body: pull.body,
    draft: false,
    user: { login: pull.login },
    created_at: pull.createdAt.toISOString(),
    closed_at: pull.closedAt?.toISOString() ?? null,
    merged_at: pull.mergedAt?.toISOString() ?? null,
    merge_commit_sha: pull.mergeCommit ?? null,
    head: side(pull.head),
    base: side(pull.base),
  };
}
