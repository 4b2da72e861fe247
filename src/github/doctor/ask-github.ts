import type { Octokit } from "@octokit/core";
import * as v from "valibot";
import type { RepositoryClient } from "../../registry/repository-client.js";
import { GithubError } from "../api.js";
import { ask } from "../client.js";
import type { PackageOwner } from "../package-owner.js";

/** An answer to a question about GitHub. */
export type Answer<Value> =
  | { readonly kind: "known"; readonly value: Value }
  /** It does not exist, or the token may not see it: GitHub does not distinguish these. */
  | { readonly kind: "absent" }
  /** `because` is a fragment. */
  | { readonly kind: "unknown"; readonly because: string };

/** A refusal is an answer, not a failure. */
export async function answerOf<Value>(asked: Promise<Value>): Promise<Answer<Value>> {
  try {
    return { kind: "known", value: await asked };
  } catch (error) {
    if (!(error instanceof GithubError)) throw error;
    return error.status === 404 ? { kind: "absent" } : { kind: "unknown", because: error.message };
  }
}

/** Asks GitHub's API, or nobody. Takes route and parameters of Octokit. */
export type Asker = <Schema extends v.GenericSchema>(
  route: string,
  parameters: Readonly<Record<string, unknown>>,
  schema: Schema,
) => Promise<Answer<v.InferOutput<Schema>>>;

/** `source`: GitHub, or why nobody is asked. */
export function askerOf(source: Octokit | string): Asker {
  return (route, parameters, schema) =>
    typeof source === "string"
      ? Promise.resolve({ kind: "unknown", because: source })
      : answerOf(ask(source, route, parameters, schema));
}

const packageAnswer = v.pipe(
  v.object({ visibility: v.string(), repository: v.nullish(v.object({ full_name: v.string() })) }),
  v.transform(({ visibility, repository }) => ({
    visibility,
    /** `OWNER/NAME` of the linked repository. */
    repository: repository?.full_name,
  })),
);

/** GitHub's answer about a package. */
export type PackageFacts = v.InferOutput<typeof packageAnswer>;

export function askOfPackage(asker: Asker, owner: PackageOwner, name: string): Promise<Answer<PackageFacts>> {
  return asker(`GET ${owner.path}/packages/container/{name}`, { name }, packageAnswer);
}

const repositoryAnswer = v.pipe(
  v.object({
    id: v.number(),
    full_name: v.string(),
    archived: v.boolean(),
    default_branch: v.string(),
    owner: v.object({ id: v.number() }),
  }),
  v.transform(({ id, full_name, archived, default_branch, owner }) => ({
    /** `OWNER/NAME`, as it is now. */
    name: full_name,
    ids: { owner: owner.id, repository: id },
    archived,
    defaultBranch: default_branch,
  })),
);
const actionsAnswer = v.object({ enabled: v.boolean(), allowed_actions: v.optional(v.string()) });
const permissionsAnswer = v.object({ default_workflow_permissions: v.string() });
const variableAnswer = v.pipe(
  v.object({ value: v.string() }),
  v.transform(({ value }) => value),
);

/** GitHub's answers about a repository; each part may need another permission, and none hides the others. */
export type RepositoryFacts = Awaited<ReturnType<typeof askOfRepository>>;

/** Asks about a repository, `OWNER/NAME`, and its Actions variables of these names. */
export async function askOfRepository(asker: Asker, repository: string, variables: Iterable<string>) {
  const place = `GET /repos/${repository}`;
  const facts = {
    // GitHub redirects a former name to the current one.
    repository: await asker(place, { request: { redirect: "follow" } }, repositoryAnswer),
    actions: await asker(`${place}/actions/permissions`, {}, actionsAnswer),
    permissions: await asker(`${place}/actions/permissions/workflow`, {}, permissionsAnswer),
    variables: new Map<string, Answer<string>>(),
  };
  for (const name of variables) {
    facts.variables.set(name, await asker(`${place}/actions/variables/{name}`, { name }, variableAnswer));
  }
  return facts;
}

/** GHCR's answer to this token when a push begins. `refusal`: its message; undefined if the token may push. */
export type PushAnswer = Answer<{ readonly refusal: string | undefined }>;

const refusal = v.pipe(
  v.string(),
  v.parseJson(),
  v.object({ errors: v.tupleWithRest([v.object({ message: v.string() })], v.unknown()) }),
);

/**
 * Begins a push and cancels it. There is no other way to learn whether a token may push: GHCR grants every token
 * whatever scope it asks for. Nothing is uploaded, so nothing is stored and no package created.
 */
export async function beginPush(registry: RepositoryClient): Promise<PushAnswer> {
  const begun = await answerOf(registry("POST", "blobs/uploads/"));
  if (begun.kind !== "known") return begun;
  const { status, header, body } = begun.value;
  switch (status) {
    case 202: {
      const [, session] = /\/blobs\/uploads\/([\w.=?&%~-]+)$/.exec(header("location") ?? "") ?? [];
      // The registry drops an abandoned upload after a while, so a failure here does not matter.
      if (session !== undefined) await answerOf(registry("DELETE", `blobs/uploads/${session}`));
      return { kind: "known", value: { refusal: undefined } };
    }
    case 401:
    case 403: {
      const read = v.safeParse(refusal, body.toString());
      const message = read.success ? read.output.errors[0].message : `an answer of ${status}`;
      return { kind: "known", value: { refusal: message } };
    }
    case 404:
      return { kind: "absent" };
    default:
      return { kind: "unknown", because: `the registry answered ${status}` };
  }
}
