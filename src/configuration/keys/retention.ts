import * as v from "valibot";
import { isTag } from "../../catalogue/names.js";
import { key } from "../key.js";
import { expects, list, wholeFromOne } from "../schemas.js";

const tag = v.pipe(
  v.string(expects("a tag", "write it in quotes")),
  v.check(
    isTag,
    expects("up to 128 letters, digits, _ . and -, not starting with . or -", "write a legal tag"),
  ),
);

const terms = v.strictObject(
  {
    days: v.optional(wholeFromOne("days"), 30),
    keepTags: v.optional(list(tag, "tags"), ["latest"]),
    keepReleases: v.optional(wholeFromOne("releases"), 10),
  },
  expects("days, keepTags and keepReleases, and nothing else", "write them below retention, indented"),
);

/** How long ECR keeps images. Its defaults stand in for the fields that a stack leaves out. */
export const retention = key({
  description:
    "How long ECR keeps images: `days` after the push, but always those in `keepTags` and the newest `keepReleases`. `keepTags: []` lets even the live image expire. On GHCR, `slipway prune` goes by `days` alone.",
  default: v.parse(terms, {}),
  schema: terms,
});
