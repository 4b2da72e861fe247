import * as v from "valibot";
import { PLATFORMS } from "../../catalogue/system.js";
import { expects } from "../expects.js";
import { choice, list } from "../schemas.js";

const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]):\d{1,5}$/;
const HOST = "host:port on this machine, such as localhost:5055";
const noAddress = expects(HOST, "add address below registry");
const address = v.pipe(
  v.string(noAddress),
  v.nonEmpty(noAddress),
  v.regex(LOOPBACK, expects(HOST, "use localhost and a free port")),
);

const noPlatform = expects("one platform or more", "name one, or remove platforms: then all are built");
const platform = choice(...PLATFORMS);

/** One registry on this machine, or that of each system. */
export const registry = v.variant(
  "kind",
  [
    v.strictObject(
      {
        kind: v.literal("local"),
        address,
        platforms: v.optional(v.pipe(list(platform, "platforms"), v.minLength(1, noPlatform))),
      },
      ({ expected }) =>
        expected === "never"
          ? expects("kind, address and platforms", "remove what else stands below registry")
          : noAddress,
    ),
    v.strictObject(
      { kind: v.literal("cloud") },
      expects("kind alone; the region is aws:region", "remove what else stands below registry"),
    ),
  ],
  expects("kind: local with an address, or kind: cloud", "use one of the two"),
);
