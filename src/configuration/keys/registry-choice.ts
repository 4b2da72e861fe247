import * as v from "valibot";
import { PLATFORMS } from "../../catalogue/image.js";
import { nearest } from "../../problems/nearest.js";
import { localAddress } from "../../registry/this-machine.js";
import { key, type ReadingContext } from "../key.js";
import { choice, expects, list } from "../schemas.js";

const HOST = "host:port on this machine, such as localhost:5055";
const noAddress = expects(HOST, "add address below registry");
const address = v.pipe(
  v.string(noAddress),
  v.nonEmpty(noAddress),
  v.check((text) => localAddress(text) !== undefined, expects(HOST, "use localhost and a free port")),
);

const noPlatform = expects("at least one platform", "name one, or remove platforms to build all");

/** One registry on this machine, or each system's own. */
export const registryKey = key(
  {
    description:
      "Where images are published: `kind: cloud` uses each system's own registry (ECR in aws:region, or GHCR), `kind: local` one registry on this machine.",
    fields: {
      address: "`host:port` of the registry on this machine (`kind: local`), such as `localhost:5055`",
      platforms:
        "the only platforms to build with `kind: local`, for a builder that runs no others; default: all",
    },
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
              ? expects("kind, address and platforms", "remove the other fields of registry")
              : noAddress,
        ),
        v.strictObject(
          { kind: v.literal("cloud") },
          expects("only kind; the region is aws:region", "remove the other fields of registry"),
        ),
      ],
      expects("kind: local with an address, or kind: cloud", "use one of the two"),
    ),
  },
  (chosen, context) => (chosen.kind === "local" ? chosen : { ...chosen, region: regionOf(context) }),
);

/** Replaces a wrong or missing region, so that further checks can continue. */
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

/** Regions of AWS, in all its partitions. A test compares them with those that Pulumi's plugin for AWS knows. */
export const AWS_REGIONS: readonly string[] = `
  af-south-1 ap-east-1 ap-east-2 ap-northeast-1 ap-northeast-2 ap-northeast-3 ap-south-1 ap-south-2
  ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 ap-southeast-6 ap-southeast-7
  ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-isoe-west-1 eu-north-1
  eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 eusc-de-east-1 il-central-1 me-central-1 me-south-1
  mx-central-1 sa-east-1 us-east-1 us-east-2 us-gov-east-1 us-gov-west-1 us-iso-east-1 us-iso-west-1
  us-isob-east-1 us-isob-west-1 us-isof-east-1 us-isof-south-1 us-west-1 us-west-2
`
  .trim()
  .split(/\s+/);
