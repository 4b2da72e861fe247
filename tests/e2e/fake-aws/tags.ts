import * as v from "valibot";

/** The form of an input `tags`. */
export const tagsInput = v.optional(v.record(v.string(), v.string()));

/** IAM's and ECR's list of tags as a map. */
export function tagMap(
  tags: readonly { Key?: string | undefined; Value?: string | undefined }[] = [],
): Record<string, string> {
  return Object.fromEntries(tags.map(({ Key = "", Value = "" }) => [Key, Value]));
}

/** A map of tags as a service takes them. */
export function tagList(tags: unknown): { Key: string; Value: string }[] {
  const map = v.parse(tagsInput, tags) ?? {};
  return Object.entries(map).map(([Key, Value]) => ({ Key, Value }));
}
