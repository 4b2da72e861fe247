import type { Step } from "../../catalogue/workflow-model.js";
import { TRIVY_VERSION } from "./scan.js";

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
