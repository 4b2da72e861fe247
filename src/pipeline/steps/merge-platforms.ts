import type { Step } from "../../catalogue/workflow-model.js";

/** Folder with a file for each platform, named by the digest of its image. */
export const DIGESTS = "digests";

/**
 * Hands a platform's digest on to the job that merges. An artifact each, because outputs of a matrix overwrite one
 * another. `note` is kept with it.
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

/** Brings the digests of all platforms together. */
export const downloadDigests: Step = {
  name: "Download digests",
  uses: "actions/download-artifact",
  with: { pattern: "digest-*", path: DIGESTS, "merge-multiple": true },
};

/**
 * Publishes the images of all platforms as one, under its tags: an index of exactly the digests handed on. Its own
 * digest is `steps.index.outputs.digest`.
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
