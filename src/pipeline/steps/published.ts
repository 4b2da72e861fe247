import type { Step } from "../../catalogue/workflow-model.js";

/** An image that a step of this job pushed. */
export interface Published {
  /** Expression for its digest. */
  readonly digest: string;
  /** Expression for its references, one per line. */
  readonly tags: string;
}

/** Name and digest of the image, set by `downloadReference`. */
export const PUBLISHED_IMAGE = "${{ steps.published.outputs.image }}";

/**
 * Uploads name and digest of a pushed image for a later job. One artifact per image, because the outputs of matrix jobs
 * overwrite each other.
 */
export function uploadReference({
  id,
  digest,
  tags,
}: Published & {
  /** Unique in a run. May be an expression. */
  readonly id: string;
}): readonly Step[] {
  return [
    {
      name: "Export image reference",
      env: { DIGEST: digest, REFERENCES: tags },
      run: 'read -r reference <<< "$REFERENCES"\necho "${reference%:*}@$DIGEST" > published\n',
    },
    {
      name: "Upload image reference",
      uses: "actions/upload-artifact",
      with: {
        name: `published-${id}`,
        path: "published",
        "if-no-files-found": "error",
        overwrite: true,
        "retention-days": 1,
      },
    },
  ];
}

/** Downloads what `uploadReference` uploaded, as `PUBLISHED_IMAGE`. */
export function downloadReference(id: string): readonly Step[] {
  return [
    {
      name: "Download image reference",
      uses: "actions/download-artifact",
      with: { name: `published-${id}` },
    },
    {
      name: "Read image reference",
      id: "published",
      run: 'echo "image=$(cat published)" >> "$GITHUB_OUTPUT"',
    },
  ];
}
