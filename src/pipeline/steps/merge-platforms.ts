import type { Step } from "../../catalogue/workflow-model.js";

/** Folder with one file per platform, named after the digest of its image. */
export const DIGESTS = "digests";

/**
 * Uploads the digest of one platform for the job that merges, with `note` as the file's content. One artifact per
 * platform, because the outputs of matrix jobs overwrite each other.
 */
export function uploadDigest({
  platform,
  digest,
  note,
}: {
  readonly platform: string;
  readonly digest: string;
  readonly note: string;
}): Step[] {
  return [
    {
      name: "Export digest",
      env: { DIGEST: digest, NOTE: note },
      run: `mkdir ${DIGESTS}\necho "$NOTE" > "${DIGESTS}/\${DIGEST#sha256:}"\n`,
    },
    {
      name: "Upload digest",
      uses: "actions/upload-artifact",
      with: {
        name: `digest-${platform}`,
        path: DIGESTS,
        "if-no-files-found": "error",
        overwrite: true,
        "retention-days": 1,
      },
    },
  ];
}

/** Downloads the digests of all platforms. */
export const downloadDigests: Step = {
  name: "Download digests",
  uses: "actions/download-artifact",
  with: { pattern: "digest-*", path: DIGESTS, "merge-multiple": true },
};

/**
 * Creates and pushes one manifest list of the downloaded digests under all tags. Its digest is
 * `steps.index.outputs.digest`.
 */
export function mergePlatforms(tags: string): Step {
  return {
    name: "Create manifest list and push",
    id: "index",
    env: { REFERENCES: tags },
    run: `readarray -t references <<< "$REFERENCES"
image=\${references[0]%:*}
cd ${DIGESTS}
digests=(*)
docker buildx imagetools create "\${references[@]/#/--tag=}" "\${digests[@]/#/$image@sha256:}"
digest=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "\${references[0]}")
echo "digest=$digest" >> "$GITHUB_OUTPUT"
`,
  };
}
