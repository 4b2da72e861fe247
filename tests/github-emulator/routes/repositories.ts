import { notFound, ok } from "../answer.js";
import { commitsBetween, mergeBase } from "../git/history.js";
import type { Repository } from "../repository.js";
import { type Request, route, type Route } from "../route.js";
import { commitAnswer } from "./git-database.js";

const READ = ["contents", "read"] as const;

/** GitHub's limit of one comparison. */
const COMMITS_COMPARED = 250;

/** A repository, its branches and how they compare. */
export const repositories: readonly Route[] = [
  route("GET ", undefined, (request) => ok(repositoryAnswer(request))),
  route("GET /branches/{branch+}", READ, ({ path, repository }) => {
    const name = path("branch");
    const head = repository.head(name);
    if (head === undefined) throw notFound("Branch not found");
    return ok({ name, commit: listedCommit(repository, head), protected: repository.isProtected(name) });
  }),
  route(
    "GET /compare/{range+}",
    READ,
    ({ path, query, repository }) => {
      const [base = "", head = ""] = path("range").split("...");
      return ok(comparison(repository, query, commitNamed(repository, base), commitNamed(repository, head)));
    },
    ["page", "per_page"],
  ),
];

function repositoryAnswer({ repository, url }: Request) {
  const { id, fullName, owner, defaultBranch } = repository;
  return {
    id,
    node_id: `R_${id}`,
    name: fullName.replace(/.*\//, ""),
    full_name: fullName,
    private: true,
    visibility: "private",
    owner: { login: owner, id: 1, type: "Organization" },
    html_url: url(`/${fullName}`),
    default_branch: defaultBranch,
    archived: false,
  };
}

function commitNamed(repository: Repository, name: string): string {
  const commit = repository.head(name) ?? name;
  if (repository.objects.commit(commit) === undefined) throw notFound();
  return commit;
}

function comparison(repository: Repository, query: URLSearchParams, base: string, head: string) {
  const { objects } = repository;
  const origin = mergeBase(objects, base, head);
  if (origin === undefined) throw notFound("No common ancestor between the two commits");
  const ahead = commitsBetween(objects, base, head);
  const size = Math.min(Number(query.get("per_page") ?? COMMITS_COMPARED), COMMITS_COMPARED);
  const first = (Number(query.get("page") ?? 1) - 1) * size;
  return {
    merge_base_commit: listedCommit(repository, origin),
    total_commits: ahead.length,
    commits: ahead.slice(first, first + size).map((commit) => listedCommit(repository, commit)),
  };
}

/** A commit as everything but the git endpoints gives it. */
function listedCommit({ objects }: Repository, name: string) {
  const { sha, parents, ...commit } = commitAnswer(name, objects.knownCommit(name));
  return { sha, commit, parents };
}
