import type { Step } from "../../catalogue/workflow-model.js";

/** An image that a step of this job pushed. */
export interface Published {
  /** Expression for its digest. */
  readonly digest: string;
  /** Expression for its references, one a line. */
  readonly tags: string;
}

/** What `downloadReference` read: the image's name with its digest. */
export const PUBLISHED_IMAGE = "${{ steps.published.outputs.image }}";

/**
 * Hands the name of a pushed image, with its digest, on to a job that looks at it. An artifact each, because outputs of
 * a matrix overwrite one another.
 */
export function uploadReference({
  id,
  digest,
  tags,
}: Published & {
  /** Tells the images of a run apart. May be an expression. */
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

/** Reads what `uploadReference` handed on, as `PUBLISHED_IMAGE`. */
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
