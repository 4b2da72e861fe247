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
    uploadForLaterJob("Upload image reference", `published-${id}`, "published"),
  ];
}

/** Uploads files as an artifact for a later job of the same run. A re-run replaces it. */
export function uploadForLaterJob(step: string, artifact: string, path: string): Step {
  return {
    name: step,
    uses: "actions/upload-artifact",
    with: { name: artifact, path, "if-no-files-found": "error", overwrite: true, "retention-days": 1 },
  };
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

/** Signs by digest with the workflow's identity, without a key. Needs `proveIdentity` and a login to the registry. */
export function sign({
  digest,
  tags,
  condition,
}: Published & { readonly condition?: string }): readonly Step[] {
  const when = condition !== undefined && { if: condition };
  return [
    { name: "Install cosign", ...when, uses: "sigstore/cosign-installer" },
    {
      name: "Sign image",
      ...when,
      env: { DIGEST: digest, REFERENCES: tags },
      run: 'read -r reference <<< "$REFERENCES"\ncosign sign --yes "${reference%:*}@$DIGEST"\n',
    },
  ];
}

/**
 * Attests build provenance by digest and stores it beside the image, where `gh attestation verify` reads it. Needs
 * `proveIdentity`, `writeAttestations` and a login to the registry.
 */
export function attest({ image, digest }: { readonly image: string; readonly digest: string }): Step {
  return {
    name: "Generate artifact attestation",
    uses: "actions/attest",
    with: {
      "subject-name": image,
      "subject-digest": digest,
      "push-to-registry": true,
      // A storage record would need another permission.
      "create-storage-record": false,
    },
  };
}

/** Writes digest, references and the rollback command to the job summary (N30). */
export function writeSummary({ digest, tags, condition }: Published & { readonly condition?: string }): Step {
  return {
    name: "Write job summary",
    ...(condition !== undefined && { if: condition }),
    env: { DIGEST: digest, REFERENCES: tags },
    run: `{
  echo "### \${REFERENCES%%:*}"
  echo
  echo "Digest: \\\`$DIGEST\\\`"
  echo
  echo "To roll back to this image, point a tag at its digest:"
  echo
  echo '\`\`\`sh'
  while read -r reference; do
    echo "docker buildx imagetools create --prefer-index=false --tag $reference \${reference%:*}@$DIGEST"
  done <<< "$REFERENCES"
  echo '\`\`\`'
} >> "$GITHUB_STEP_SUMMARY"
`,
  };
}
