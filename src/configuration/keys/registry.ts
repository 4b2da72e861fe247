import * as v from "valibot";
import { PLATFORMS } from "../../catalogue/system.js";
import { nearest } from "../../problems/nearest.js";
import { localAddress } from "../../registry/this-machine.js";
import { key, type ReadingContext } from "../key.js";
import { AWS_REGIONS } from "../regions.js";
import { choice, expects, list } from "../schemas.js";

const HOST = "host:port on this machine, such as localhost:5055";
const noAddress = expects(HOST, "add address below registry");
const address = v.pipe(
  v.string(noAddress),
  v.nonEmpty(noAddress),
  v.check((text) => localAddress(text) !== undefined, expects(HOST, "use localhost and a free port")),
);

const noPlatform = expects("one platform or more", "name one, or remove platforms: then all are built");

/** One registry on this machine, or that of each system. */
export const registry = key(
  {
    description:
      "Where images go: `kind: cloud` is each system's own registry (ECR in aws:region, or GHCR); `kind: local` with an `address` is one registry on this machine; `platforms` beside it builds those alone, for a builder that can run no others.",
    default: { kind: "cloud" },
    schema: v.variant(
      "kind",
      [
        v.strictObject(
          {
            kind: v.literal("local"),
            address,
            platforms: v.optional(
              v.pipe(list(choice(...PLATFORMS), "platforms"), v.minLength(1, noPlatform)),
            ),
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
    ),
  },
  (chosen, context) => (chosen.kind === "local" ? chosen : { ...chosen, region: regionOf(context) }),
);

/** Stands in for a region that is wrong or not known, so that further checks can go on. */
const DEFAULT_REGION = "eu-west-1";

function regionOf({ raw: { "aws:region": region }, report }: ReadingContext): string {
  if (region !== undefined && AWS_REGIONS.includes(region)) return region;
  const meant = region === undefined ? undefined : nearest(region, AWS_REGIONS);
  report({
    where: "aws:region",
    expected: "an AWS region, because slipway:registry is cloud",
    found: region === undefined ? "nothing" : JSON.stringify(region),
    fix: `\`pulumi config set aws:region ${meant ?? DEFAULT_REGION}\`, or another region`,
  });
  return DEFAULT_REGION;
}
