import { BUILD_TIME } from "../../catalogue/image-spec.js";
import type { Step } from "../../catalogue/workflow-model.js";

/** What is built. Every field may be an expression, such as `${{ matrix.context }}`. */
export interface BuildSource {
  readonly context: string;
  readonly file: string;
  readonly platforms: string;
  readonly target?: string | undefined;
  /** `NAME=value`, one a line. */
  readonly buildArgs?: string | undefined;
  /** `name=location`, one a line: what a name in a FROM stands for. */
  readonly buildContexts?: string | undefined;
  /** Default: none beside the Dockerfile's own. */
  readonly labels?: string | undefined;
}

/** Where the result goes. */
export type Destination =
  /** Nowhere: it only has to build. */
  | { readonly kind: "none" }
  /** To the registry, under its tags. `push` is an expression where it depends on the event. */
  | { readonly kind: "registry"; readonly tags: string; readonly push?: string }
  /** To the registry, under its digest alone; tags are given once all of a release is there. */
  | { readonly kind: "digest"; readonly name: string }
  /** To the runner's Docker, to be run and looked at. */
  | { readonly kind: "docker"; readonly tags: string }
  /** To a folder, to be built upon by its digest. */
  | { readonly kind: "oci-layout"; readonly directory: string };

/** An expression: whether the run is for a git tag. */
export const IS_RELEASE = "github.ref_type == 'tag'";

/** The build cache that GitHub keeps: one scope an image and platform, or they overwrite each other (N26). */
export interface Cache {
  readonly scope: string;
  /** Where it is kept in a registry as well: a reference with a tag of its own (P12). Default: with GitHub alone. */
  readonly registry?: string;
  /** Whether it is built from. Default: yes. */
  readonly read?: boolean;
  /** Whether the result is kept. Never in a pull request: what it leaves there others would build from. */
  readonly write: boolean;
  /** An expression, bare: when nothing kept is built from. Default: for a release, in a build that keeps its result. */
  readonly ignoreIf?: string;
  /** Whether the image carries a cache of its last stage, for `docker build --cache-from IMAGE` (G32). Default: no. */
  readonly inImage?: boolean;
}

export interface BuildStep {
  readonly name: string;
  /** Id by which later steps read the digest. */
  readonly id: string;
  readonly note?: readonly string[];
  /** An expression, bare. Default: always. */
  readonly condition?: string;
  readonly source: BuildSource;
  readonly destination: Destination;
  /** Default: none; what the builder holds from earlier steps is used all the same. */
  readonly cache?: Cache;
  /** Whether an SBOM and provenance are attached, which makes the result an index. Default: whenever it is pushed. */
  readonly attestations?: boolean;
}

/** Builds an image. */
export function build({
  name,
  id,
  note,
  condition,
  source,
  destination,
  cache,
  attestations,
}: BuildStep): Step {
  const attached = attestations ?? (destination.kind === "registry" || destination.kind === "digest");
  return {
    name,
    id,
    ...(note && { note }),
    ...(condition !== undefined && { if: condition }),
    uses: "docker/build-push-action",
    env: { SOURCE_DATE_EPOCH: { value: BUILD_TIME, note: "same source, same digest" } },
    with: {
      context: source.context,
      file: source.file,
      ...(source.target !== undefined && { target: source.target }),
      platforms: source.platforms,
      ...destinationInputs(destination),
      ...(source.labels !== undefined && { labels: source.labels }),
      ...(source.buildArgs !== undefined && { "build-args": source.buildArgs }),
      ...(source.buildContexts !== undefined && { "build-contexts": source.buildContexts }),
      ...(cache && cacheInputs(cache)),
      ...attestationInputs(attached),
    },
  };
}

function destinationInputs(destination: Destination) {
  switch (destination.kind) {
    case "none":
      return { push: false };
    case "registry":
      return {
        push: destination.push ?? true,
        tags: destination.tags,
        outputs: "type=image,rewrite-timestamp=true",
      };
    case "digest":
      return {
        outputs: `type=image,name=${destination.name},push-by-digest=true,name-canonical=true,push=true,rewrite-timestamp=true`,
      };
    case "docker":
      return { load: true, tags: destination.tags };
    case "oci-layout":
      return { outputs: `type=oci,tar=false,dest=${destination.directory},rewrite-timestamp=true` };
    default:
      return destination satisfies never;
  }
}

/** A release is built without the cache, so that nothing left there can end up in it. A cache that fails fails no build. */
function cacheInputs({ scope, registry, read = true, write, ignoreIf, inImage = false }: Cache) {
  const ignored = ignoreIf ?? (write ? IS_RELEASE : undefined);
  const gha = `type=gha,scope=${scope}`;
  const inRegistry = registry === undefined ? [] : [`type=registry,ref=${registry}`];
  const kept = [
    `${gha},mode=max,ignore-error=true,timeout=10m`,
    ...inRegistry.map((place) => `${place},mode=max,ignore-error=true`),
  ];
  const to = [
    ...(inImage ? ["type=inline"] : []),
    ...(write
      ? kept.map((place) => `\${{ github.ref_type == 'branch' && ${asExpression(place)} || '' }}`)
      : []),
  ];
  return {
    ...(read && ignored !== undefined && { "no-cache": `\${{ ${ignored} }}` }),
    ...(read && { "cache-from": lines([gha, ...inRegistry]) }),
    ...(to.length > 0 && { "cache-to": lines(to) }),
  };
}

/** A list as an action takes it, one entry a line. */
function lines(entries: readonly string[]): string {
  return entries.length === 1 ? entries.join("") : entries.map((entry) => `${entry}\n`).join("");
}

/** Text that may hold `${{ … }}` as one expression. */
function asExpression(text: string): string {
  const values: string[] = [];
  const format = text.replace(
    /\$\{\{ (.*?) \}\}/g,
    (_, inner: string) => `{${String(values.push(inner) - 1)}}`,
  );
  return values.length === 0 ? `'${text}'` : `format('${format}', ${values.join(", ")})`;
}

/** Provenance in its short form: the long one publishes the values of build arguments. */
function attestationInputs(attached: boolean) {
  return attached ? { provenance: "mode=min", sbom: true } : { provenance: false, sbom: false };
}
