import * as v from "valibot";
import { expects } from "../expects.js";

const LOOPBACK = /^(?:localhost|127\.\d{1,3}\.\d{1,3}\.\d{1,3}|\[::1\]):\d{1,5}$/;
const HOST = "host:port on this machine, such as localhost:5055";
const noAddress = expects(HOST, "add address below registry");
const address = v.pipe(
  v.string(noAddress),
  v.nonEmpty(noAddress),
  v.regex(LOOPBACK, expects(HOST, "use localhost and a free port")),
);

/** One registry on this machine, or that of each system. */
export const registry = v.variant(
  "kind",
  [
    v.strictObject({ kind: v.literal("local"), address }, ({ expected }) =>
      expected === "never"
        ? expects("kind and address", "remove what else stands below registry")
        : noAddress,
    ),
    v.strictObject(
      { kind: v.literal("cloud") },
      expects("kind alone; the region is aws:region", "remove what else stands below registry"),
    ),
  ],
  expects("kind: local with an address, or kind: cloud", "use one of the two"),
);
