import * as v from "valibot";
import { created, invalid, notFound, ok } from "../answer.js";
import type { PullRequest, Repository } from "../repository.js";
import { LOGIN, type Request, route, type Route } from "../route.js";

const READ = ["pull_requests", "read"] as const;
const WRITE = ["pull_requests", "write"] as const;

const newPullRequest = v.strictObject({
  title: v.string(),
  head: v.string(),
  base: v.string(),
  body: v.string(),
});
const changedPullRequest = v.strictObject({
  title: v.optional(v.string()),
  body: v.optional(v.string()),
  base: v.optional(v.string()),
  state: v.optional(v.literal("closed")),
});

export const pullRequests: readonly Route[] = [
  route(
    "GET /pulls",
    READ,
    (request) => {
      const size = Math.min(Number(request.query.get("per_page") ?? 30), 100);
      const pulls = selected(request).slice(0, size);
      return ok(pulls.map((pull) => pullRequestAnswer(request, pull)));
    },
    ["state", "head", "sort", "direction", "per_page"],
  ),
  route("POST /pulls", WRITE, (request) => {
    const pull = request.repository.openPullRequest({ ...request.body(newPullRequest), login: LOGIN });
    return created(pullRequestAnswer(request, pull));
  }),
  route("PATCH /pulls/{number}", WRITE, (request) => {
    const pull = named(request);
    const { title, body, base, state } = request.body(changedPullRequest);
    if (base !== undefined && base !== pull.base.branch) moveBase(request.repository, pull, base);
    if (state !== undefined) request.repository.close(pull.number);
    pull.title = title ?? pull.title;
    pull.body = body ?? pull.body;
    return ok(pullRequestAnswer(request, pull));
  }),
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

/** The newest first: in the one way in which Slipway asks. */
function selected({ query, repository }: Request): readonly PullRequest[] {
  const asked = ["state", "sort", "direction"].map((name) => query.get(name)).join(" ");
  if (asked !== "all created desc") throw new Error(`not emulated: pull requests by ${asked}`);
  return repository.pullRequests
    .filter(({ head }) => query.get("head") === `${repository.owner}:${head.branch}`)
    .toReversed();
}

function pullRequestAnswer({ repository, url }: Request, pull: PullRequest) {
  const side = ({ branch, sha }: PullRequest["head"]) => ({
    ref: branch,
    sha,
    repo: { id: repository.id, full_name: repository.fullName },
  });
  return {
    number: pull.number,
    html_url: url(`/${repository.fullName}/pull/${pull.number}`),
    state: pull.state,
    title: pull.title,
    body: pull.body,
    merged_at: pull.mergedAt?.toISOString() ?? null,
    head: side(pull.head),
    base: side(pull.base),
  };
}
