import type { Step } from "../../catalogue/workflow-model.js";
import { uploadForLaterJob } from "./published.js";
import { TRIVY_VERSION } from "./scan.js";

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
    uploadForLaterJob("Upload digest", `digest-${platform}`, DIGESTS),
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

/** A row of the table that `summarizeMeasurements` writes, set by `measure`. */
export const MEASUREMENTS = "${{ steps.measure.outputs.row }}";

const FINDINGS = "trivy.json";

/**
 * Measures an image in the runner's Docker and the builder's latest build (P19): size, layers, build time, cached steps
 * and distinct known vulnerabilities.
 */
export function measure({ image, platform }: { readonly image: string; readonly platform: string }): Step[] {
  return [
    {
      name: "Scan for known vulnerabilities",
      uses: "aquasecurity/trivy-action",
      with: { "image-ref": image, format: "json", output: FINDINGS, version: TRIVY_VERSION, cache: false },
    },
    {
      name: "Measure image",
      id: "measure",
      env: { IMAGE: image, PLATFORM: platform },
      run: `size=$(docker image inspect --format '{{.Size}}' "$IMAGE" | numfmt --to=si --suffix=B)
layers=$(docker image inspect --format '{{len .RootFS.Layers}}' "$IMAGE")
build=$(docker buildx history inspect --format '{{printf "%.0f s" .Duration.Seconds}} | {{.NumCachedSteps}} of {{.NumTotalSteps}}')
vulnerabilities=$(jq '[.Results[]?.Vulnerabilities[]?.VulnerabilityID] | unique | length' ${FINDINGS})
echo "row=| $PLATFORM | $size | $layers | $build | $vulnerabilities |" >> "$GITHUB_OUTPUT"
`,
    },
  ];
}

/** Writes the rows of `measure`, one per file in `folder`, to the job summary. */
export function summarizeMeasurements(folder: string): Step {
  return {
    name: "Write measurements to job summary",
    run: `{
  echo
  echo '| platform | size | layers | build time | steps from cache | known vulnerabilities |'
  echo '| --- | ---: | ---: | ---: | ---: | ---: |'
  cat ${folder}/*
} >> "$GITHUB_STEP_SUMMARY"
`,
  };
}
