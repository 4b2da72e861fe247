import { join } from "node:path";
import envPaths from "env-paths";

const paths = envPaths("slipway", { suffix: "" });

/**
 * Where this machine keeps what is not in the repository; `XDG_CACHE_HOME` and `XDG_DATA_HOME` move them.
 * The cache may be deleted at any time and costs time only; the state belongs to stack `local`.
 */
export const directories = {
  cache: paths.cache,
  /** Programs built or downloaded, in folders named part-version. */
  parts: join(paths.cache, "parts"),
  /** Substitute base images as OCI layouts, in folders named by the hash of their recipe. */
  substitutes: join(paths.cache, "substitutes"),
  state: paths.data,
  logs: join(paths.data, "logs"),
} as const;

/** The project: the folder that holds Pulumi.yaml. */
export const project = join(__dirname, "../..");
