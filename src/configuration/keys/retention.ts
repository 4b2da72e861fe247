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
  expects("only days, keepTags and keepReleases", "write them below retention, indented"),
);

/** How long ECR keeps images. Missing fields have their defaults. */
export const retentionKey = key({
  description: "How long ECR keeps images. On GHCR, `slipway prune` uses `days` only.",
  fields: {
    days: "days after the push until an image expires",
    keepTags: "tags whose images never expire; `[]` lets even the live image expire",
    keepReleases: "number of newest releases that never expire",
  },
  default: v.parse(terms, {}),
  schema: terms,
});
