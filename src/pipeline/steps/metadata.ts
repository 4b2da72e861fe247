import { type ImageSpec, SOURCE_LABEL } from "../../catalogue/image-spec.js";
import { METADATA_FLAVOR } from "../../catalogue/tag-policy.js";
import type { Step } from "../../catalogue/workflow-model.js";

/** What an image is published as. */
export interface Metadata {
  /** Repository with its host; may hold expressions. Upper case is lowered by the action. */
  readonly image: string;
  /** Rules as the action reads them, from `metadataLines`. None: labels alone. */
  readonly tags: readonly string[];
  /** Labels beside those that the action takes from the repository: its address and the commit among them (N23). */
  readonly labels: Readonly<Record<string, string>>;
  /** Id by which later steps read `tags` and `labels`. Default: meta. */
  readonly id?: string;
  /** Shown in the log. Default: Generate tags and labels. */
  readonly name?: string;
}

/** Derives tags and labels. `latest` is only ever what the rules say, never added by the action on its own (N22). */
export function generateTags({
  image,
  tags,
  labels,
  id = "meta",
  name = "Generate tags and labels",
}: Metadata): Step {
  const own = Object.entries(labels);
  return {
    name,
    id,
    uses: "docker/metadata-action",
    with: {
      images: image,
      flavor: METADATA_FLAVOR,
      ...(tags.length > 0 && { tags: tags.join("\n") + "\n" }),
      ...(own.length > 0 && { labels: own.map(([label, value]) => `${label}=${value}\n`).join("") }),
    },
  };
}

/** An image's labels without its source, which the action takes from the repository that it runs in. */
export function ownLabels({ labels }: ImageSpec): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== SOURCE_LABEL));
}
