import * as v from "valibot";
import { created, notFound, NO_CONTENT, ok, unprocessable } from "../answer.js";
import { type File, filesOf, put, writeTree } from "../git/files.js";
import type { Commit, Signature } from "../git/objects.js";
import type { Repository } from "../repository.js";
import { LOGIN, type Request, route, type Route } from "../route.js";
import type { Token } from "../token.js";

const READ = ["contents", "read"] as const;
const WRITE = ["contents", "write"] as const;

const sha = v.pipe(v.string(), v.regex(/^[0-9a-f]{40}$/));
const newBlob = v.strictObject({ content: v.string(), encoding: v.literal("base64") });
const newTree = v.strictObject({
  base_tree: v.string(),
  tree: v.array(
    v.strictObject({
      path: v.string(),
      mode: v.picklist(["100644", "100755"]),
      type: v.optional(v.literal("blob")),
      sha: v.optional(sha),
      content: v.optional(v.string()),
    }),
  ),
});
const newCommit = v.strictObject({ message: v.string(), tree: sha, parents: v.optional(v.array(sha), []) });
const newReference = v.strictObject({ ref: v.string(), sha });
const movedReference = v.strictObject({ sha, force: v.literal(false) });

/** Git's own objects and references. All refuse a repository without a commit. */
export const gitDatabase: readonly Route[] = [
  route("POST /git/blobs", WRITE, ({ body, repository }) => {
    const { content, encoding } = body(newBlob);
    return created({ sha: repository.objects.addBlob(Buffer.from(content, encoding)) });
  }),
  route("GET /git/blobs/{sha}", READ, ({ path, repository }) => {
    const content = repository.objects.blob(path("sha"));
    if (content === undefined) throw notFound();
    return ok({
      sha: path("sha"),
      size: content.length,
      // In lines of 60, as GitHub wraps it.
      content: content.toString("base64").replace(/.{1,60}/g, "$&\n"),
      encoding: "base64",
    });
  }),
  route("POST /git/trees", WRITE, ({ repository, body, token }) => {
    const { base_tree: base, tree } = body(newTree);
    const files = new Map(treeFiles(repository, base));
    for (const entry of tree) {
      if (isWorkflow(entry.path) && !token.may("workflows", "write")) throw token.lacks();
      put(files, entry.path, newFile(repository, entry));
    }
    return created(treeAnswer(repository, writeTree(repository.objects, files), false));
  }),
  route(
    "GET /git/trees/{tree+}",
    READ,
    ({ repository, path, query }) => {
      const tree = path("tree");
      const commit = repository.objects.commit(repository.head(tree) ?? tree);
      const name = commit?.tree ?? tree;
      if (repository.objects.tree(name) === undefined) throw notFound();
      return ok(treeAnswer(repository, name, query.has("recursive")));
    },
    ["recursive"],
  ),
  route("POST /git/commits", WRITE, ({ body, repository }) => {
    const { message, tree, parents } = body(newCommit);
    if (repository.objects.tree(tree) === undefined) throw unprocessable("Tree SHA does not exist");
    if (parents.some((parent) => repository.objects.commit(parent) === undefined)) {
      throw unprocessable("Parent SHA does not exist or is not a commit object");
    }
    const by = { name: LOGIN, email: `${LOGIN}@users.noreply.github.com`, date: new Date() };
    const commit = { message, tree, parents, author: by, committer: by };
    return created(commitAnswer(repository.objects.addCommit(commit), commit));
  }),
  route("POST /git/refs", WRITE, (request) => {
    const { ref, sha: commit } = request.body(newReference);
    refuseForeignWorkflows(request.token, request.repository, commit);
    request.repository.createReference(ref, commit);
    return created(referenceAnswer(request, ref));
  }),
  route("PATCH /git/refs/{ref+}", WRITE, (request) => {
    const ref = `refs/${request.path("ref")}`;
    const { sha: commit } = request.body(movedReference);
    refuseForeignWorkflows(request.token, request.repository, commit);
    request.repository.updateReference(ref, commit);
    return ok(referenceAnswer(request, ref));
  }),
  route("DELETE /git/refs/{ref+}", WRITE, ({ path, repository }) => {
    repository.deleteReference(`refs/${path("ref")}`);
    return NO_CONTENT;
  }),
].map((one) => ({
  ...one,
  answer: (request) => {
    request.repository.refuseIfEmpty();
    return one.answer(request);
  },
}));

/** A commit as the git endpoints give it. */
export function commitAnswer(name: string, { author, committer, message, tree, parents }: Commit) {
  return {
    sha: name,
    author: signatureAnswer(author),
    committer: signatureAnswer(committer),
    message,
    tree: { sha: tree },
    parents: parents.map((parent) => ({ sha: parent })),
  };
}

function signatureAnswer({ name, email, date }: Signature) {
  return { name, email, date: date.toISOString().replace(/\.\d+Z$/, "Z") };
}

function treeFiles(repository: Repository, base: string): ReadonlyMap<string, File> {
  const files = filesOf(repository.objects, repository.objects.commit(base)?.tree ?? base);
  if (files === undefined) throw unprocessable("base_tree is not a valid tree oid");
  return files;
}

function newFile({ objects }: Repository, entry: v.InferOutput<typeof newTree>["tree"][number]): File {
  const { mode, sha: known, content } = entry;
  if (content !== undefined) return { mode, sha: objects.addBlob(Buffer.from(content)) };
  if (known === undefined) throw unprocessable("Must supply either tree.sha or tree.content");
  if (objects.blob(known) === undefined) throw unprocessable(`tree.sha ${known} is not a valid blob`);
  return { mode, sha: known };
}

function isWorkflow(path: string): boolean {
  return path.startsWith(".github/workflows/");
}

/**
 * @throws Refused where a token that may not write workflow files would point a reference to some that no branch has:
 *   made by a token that might, they are not for this one to publish.
 */
function refuseForeignWorkflows(token: Token, repository: Repository, commit: string): void {
  if (token.may("workflows", "write") || repository.objects.commit(commit) === undefined) return;
  const workflows = (head: string) =>
    [...repository.filesAt(head)].flatMap(([path, file]) =>
      isWorkflow(path) ? `${path} ${file.sha} ${file.mode}` : [],
    );
  const published = new Set([...repository.references.values()].flatMap(workflows));
  if (workflows(commit).some((file) => !published.has(file))) throw token.lacks();
}

function treeAnswer({ objects }: Repository, name: string, recursive: boolean) {
  const read = (tree: string, folder: string): object[] =>
    (objects.tree(tree) ?? []).flatMap(({ name: part, mode, sha: object }): object[] => {
      const entry = { path: folder + part, mode, sha: object };
      if (mode !== "040000") return [{ ...entry, type: "blob", size: objects.blob(object)?.length }];
      return [{ ...entry, type: "tree" }, ...(recursive ? read(object, `${entry.path}/`) : [])];
    });
  return { sha: name, tree: read(name, ""), truncated: false };
}

function referenceAnswer({ repository }: Request, ref: string) {
  return { ref, object: { type: "commit", sha: repository.references.get(ref) } };
}
