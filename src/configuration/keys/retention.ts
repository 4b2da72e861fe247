import * as v from "valibot";
import { isTag } from "../../catalogue/names.js";
import { expects } from "../expects.js";
import { list, wholeFromOne } from "../schemas.js";

const tag = v.pipe(
  v.string(expects("a tag", "write it in quotes")),
  v.check(
    isTag,
    expects("up to 128 letters, digits, _ . and -, not starting with . or -", "write a legal tag"),
  ),
);

/** How long ECR keeps images. Its defaults stand for the fields that a stack leaves out. */
export const retention = v.strictObject(
  {
    days: v.optional(wholeFromOne("days"), 30),
    keepTags: v.optional(list(tag, "tags"), ["latest"]),
    keepReleases: v.optional(wholeFromOne("releases"), 10),
  },
  expects("days, keepTags and keepReleases, and nothing else", "write them below retention, indented"),
);
