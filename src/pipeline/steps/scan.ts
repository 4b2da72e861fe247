import type { Step } from "../../catalogue/workflow-model.js";

/** Always explicit: some releases of Trivy were malicious (CVE-2026-33634), and the default can change. */
export const TRIVY_VERSION = "v0.70.0";

export interface Scan {
  /** Reference by digest, because a tag can move. */
  readonly image: string;
  /** Identifies this image's findings in the repository. */
  readonly category: string;
  /** Whether a critical vulnerability with a fix fails the run, after the upload. */
  readonly failOnCritical: boolean;
}

/**
 * Scans system packages and libraries for known vulnerabilities and uploads high and critical ones to the Security tab.
 * Needs `uploadFindings`, and a login if the image is private.
 */
export function scan({ image, category, failOnCritical }: Scan): readonly Step[] {
  return [
    {
      name: "Scan image",
      uses: "aquasecurity/trivy-action",
      with: {
        "image-ref": image,
        "vuln-type": "os,library",
        severity: "HIGH,CRITICAL",
        // Without it, a SARIF file holds every severity.
        "limit-severities-for-sarif": true,
        format: "sarif",
        output: "trivy.sarif",
        version: TRIVY_VERSION,
        cache: false,
      },
    },
    {
      name: "Upload findings to Security tab",
      uses: "github/codeql-action/upload-sarif",
      with: { sarif_file: "trivy.sarif", category },
    },
    ...(failOnCritical ? [stopOnCritical(image)] : []),
  ];
}

function stopOnCritical(image: string): Step {
  return {
    name: "Fail on critical vulnerabilities with a fix",
    uses: "aquasecurity/trivy-action",
    with: {
      "image-ref": image,
      "vuln-type": "os,library",
      severity: "CRITICAL",
      "ignore-unfixed": true,
      "exit-code": 1,
      version: TRIVY_VERSION,
      cache: false,
      "skip-setup-trivy": true,
    },
  };
}
