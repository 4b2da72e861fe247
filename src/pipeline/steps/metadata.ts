import { type ImageSpec, SOURCE_LABEL } from "../../catalogue/image-spec.js";
import { METADATA_FLAVOR } from "../../catalogue/tag-policy.js";
import type { Step } from "../../catalogue/workflow-model.js";

/** Name, tags and labels of a published image. */
export interface Metadata {
  /** Repository with its host; may contain expressions. The action converts it to lower case. */
  readonly image: string;
  /** Tag rules for the action, from `metadataLines`. Empty: labels only. */
  readonly tags: readonly string[];
  /** Labels in addition to those that the action derives from the repository, such as source and revision (N23). */
  readonly labels: Readonly<Record<string, string>>;
  /** Step id, by which later steps read `tags` and `labels`. Default: meta. */
  readonly id?: string;
  /** Step name. Default: Generate tags and labels. */
  readonly name?: string;
}

/** Generates tags and labels. Only the rules can add `latest`, never the action itself (N22). */
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

/** An image's labels without its source, which the action derives from the repository. */
export function ownLabels({ labels }: ImageSpec): Record<string, string> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => name !== SOURCE_LABEL));
}

/** Name of the image on GHCR, set by `setImageName`. */
export const IMAGE_NAME = "${{ steps.image.outputs.name }}";

/** Sets the image's name on GHCR, with the owner in lower case as GHCR requires. */
export function setImageName(repository: string): Step {
  return {
    name: "Set image name",
    id: "image",
    env: { OWNER: "${{ github.repository_owner }}", REPOSITORY: repository },
    run: 'echo "name=ghcr.io/${OWNER,,}/$REPOSITORY" >> "$GITHUB_OUTPUT"',
  };
}
