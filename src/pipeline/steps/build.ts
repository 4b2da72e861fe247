import { BUILD_TIME, type ImageSpec } from "../../catalogue/image-spec.js";
import { argumentLines } from "./build-args.js";
import type { Step } from "../../catalogue/workflow-model.js";

/** Inputs of a build. Every field may be an expression, such as `${{ matrix.context }}`. */
export interface BuildSource {
  readonly context: string;
  readonly file: string;
  readonly platforms: string;
  readonly target?: string | undefined;
  /** `NAME=value`, one per line. */
  readonly buildArgs?: string | undefined;
  /** `name=location`, one per line: the build context behind a name in a FROM. */
  readonly buildContexts?: string | undefined;
  /** Default: only the Dockerfile's own. */
  readonly labels?: string | undefined;
}

/** Where the result of a build goes. */
export type Destination =
  /** Nowhere: the build only has to succeed. */
  | { readonly kind: "none" }
  /** To the registry, under its tags. `push` is an expression where it depends on the event. */
  | { readonly kind: "registry"; readonly tags: string; readonly push?: string }
  /** To the registry by digest; tags follow when all parts of a release are there. */
  | { readonly kind: "digest"; readonly name: string }
  /** To the runner's Docker, to be tested. */
  | { readonly kind: "docker"; readonly tags: string }
  /** To a folder, as the base of another build. */
  | { readonly kind: "oci-layout"; readonly directory: string };

/** An expression: whether the run is for a git tag. */
export const IS_RELEASE = "github.ref_type == 'tag'";

/** Build cache in GitHub's cache service. Each image and platform needs its own scope (N26). */
export interface Cache {
  readonly scope: string;
  /** Reference of a second cache in a registry, with a tag of its own (P12). Default: none. */
  readonly registry?: string;
  /** Whether the build reads the cache. Default: yes. */
  readonly read?: boolean;
  /** Whether the build writes the cache. Never in a pull request, because other builds would read it. */
  readonly write: boolean;
  /** An expression without `${{ }}`: when the build ignores the cache. Default: for releases, if it writes the cache. */
  readonly ignoreIf?: string;
  /** Whether the image contains an inline cache, for `docker build --cache-from IMAGE` (G32). Default: no. */
  readonly inImage?: boolean;
}

export interface BuildStep {
  readonly name: string;
  /** Step id, by which later steps read the digest. */
  readonly id: string;
  readonly note?: readonly string[];
  /** An expression without `${{ }}`. Default: always. */
  readonly condition?: string;
  readonly source: BuildSource;
  readonly destination: Destination;
  /** Default: none besides the builder's own from earlier steps. */
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

/** Releases ignore the cache, so nothing in it can end up in one. A failing cache fails no build. */
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

/** A list as actions take it, one entry per line. */
function lines(entries: readonly string[]): string {
  return entries.length === 1 ? entries.join("") : entries.map((entry) => `${entry}\n`).join("");
}

/** A text with `${{ … }}` in it as one expression. */
function asExpression(text: string): string {
  const values: string[] = [];
  const format = text.replace(
    /\$\{\{ (.*?) \}\}/g,
    (_, inner: string) => `{${String(values.push(inner) - 1)}}`,
  );
  return values.length === 0 ? `'${text}'` : `format('${format}', ${values.join(", ")})`;
}

/** `mode=min`, because `mode=max` publishes the values of build arguments. */
function attestationInputs(attached: boolean) {
  return attached ? { provenance: "mode=min", sbom: true } : { provenance: false, sbom: false };
}

/** Build inputs of one image. `own` adds to them or overrides them for one job, such as its platform. */
export function imageSource(image: ImageSpec, own: Partial<BuildSource> = {}): BuildSource {
  const args = argumentLines(image);
  return {
    context: image.context,
    file: image.dockerfile,
    target: image.target,
    platforms: image.platforms.join(","),
    ...(args !== "" && { buildArgs: args }),
    ...own,
  };
}
