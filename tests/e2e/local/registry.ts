import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import * as v from "valibot";
import { obtain } from "../../../tools/local/obtain.js";
import { parts } from "../../../tools/local/parts.js";
import { forward, type Listening, listen } from "../loopback.js";
import { startProcess } from "../process.js";

/** A manifest as the registry gave it. */
export interface Published {
  /** `sha256:…` of the manifest. */
  readonly digest: string;
  /** Media type of the manifest. */
  readonly type: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** A registry on the loopback device, behind a door that writes down what is pushed. */
export interface Registry {
  /** `localhost:PORT`, for slipway:registry. */
  readonly address: string;
  /** The manifests pushed under a tag so far, `REPOSITORY:TAG`, in order. */
  readonly pushes: readonly string[];
  /** Number of requests of any kind so far. */
  readonly requests: () => number;
  /** What is published under `REPOSITORY`, `TAG`; `undefined` where nothing is. */
  readonly published: (repository: string, tag: string) => Promise<Published | undefined>;
  /** Every `REPOSITORY:TAG` there is, sorted. */
  readonly tags: () => Promise<string[]>;
  readonly stop: () => Promise<void>;
}

const MANIFEST = "application/vnd.oci.image.manifest.v1+json, application/vnd.oci.image.index.v1+json";

const catalog = v.object({ repositories: v.array(v.string()) });
const tagList = v.object({ name: v.string(), tags: v.nullable(v.array(v.string())) });
const manifest = v.object({ config: v.object({ digest: v.string() }) });
const config = v.object({ config: v.object({ Labels: v.optional(v.record(v.string(), v.string()), {}) }) });

/**
 * Starts distribution's registry on what `folder` holds below `data`.
 *
 * @param http more of its settings. Default: none.
 */
export async function serveRegistry(folder: string, http: Readonly<Record<string, unknown>> = {}) {
  const file = join(folder, "registry.json");
  // JSON is YAML; the registry takes no other configuration file.
  await writeFile(
    file,
    JSON.stringify({
      version: "0.1",
      log: { level: "info", formatter: "text", accesslog: { disabled: true } },
      storage: { filesystem: { rootdirectory: join(folder, "data") }, delete: { enabled: true } },
      http: { addr: "127.0.0.1:0", ...http },
    }),
  );
  const registry = await startProcess(
    (await obtain(parts.registry)).programs[0],
    ["serve", file],
    /listening on (127\.0\.0\.1:\d+)/,
    // It would send traces to an OpenTelemetry collector that is not there.
    { OTEL_TRACES_EXPORTER: "none" },
  );
  return { url: `http://${registry.ready[1] ?? ""}`, stop: registry.stop };
}

/** Starts a registry, empty. */
export async function startRegistry(): Promise<Registry> {
  const folder = await mkdtemp(join(tmpdir(), "slipway-registry-"));
  // Without it the registry would write its own port into upload addresses, past the door.
  const { url, stop } = await serveRegistry(folder, { relativeurls: true });
  const pushes: string[] = [];
  let requests = 0;
  const door: Listening = await listen(
    createServer((request, response) => {
      requests += 1;
      const [, repository, tag] = /^\/v2\/(.+)\/manifests\/([^/:]+)$/.exec(request.url ?? "") ?? [];
      if (request.method === "PUT" && repository !== undefined && tag !== undefined) {
        pushes.push(`${repository}:${tag}`);
      }
      forward(url, request, response);
    }),
  );

  return {
    address: `localhost:${door.port}`,
    pushes,
    requests: () => requests,
    async published(repository, tag) {
      const response = await get(`${url}/v2/${repository}/manifests/${tag}`);
      if (response.status === 404) return undefined;
      const { config: image } = v.parse(manifest, await response.json());
      const blob = await get(`${url}/v2/${repository}/blobs/${image.digest}`);
      return {
        digest: response.headers.get("docker-content-digest") ?? "",
        type: response.headers.get("content-type") ?? "",
        labels: v.parse(config, await blob.json()).config.Labels,
      };
    },
    async tags() {
      const { repositories } = v.parse(catalog, await (await get(`${url}/v2/_catalog`)).json());
      const lists = await Promise.all(
        repositories.map(async (name) => {
          const { tags } = v.parse(tagList, await (await get(`${url}/v2/${name}/tags/list`)).json());
          return (tags ?? []).map((tag) => `${name}:${tag}`);
        }),
      );
      return lists.flat().toSorted();
    },
    async stop() {
      await door.stop();
      await stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function get(url: string): Promise<Response> {
  return fetch(url, { headers: { accept: MANIFEST } });
}
