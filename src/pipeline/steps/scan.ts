import type { Step } from "../../catalogue/workflow-model.js";

/** Always said: some releases of Trivy were malicious (CVE-2026-33634), and a default can change. */
export const TRIVY_VERSION = "v0.70.0";

export interface Scan {
  /** Reference by digest: a tag could name another image by now. */
  readonly image: string;
  /** Tells this image's findings from those of others in the same repository. */
  readonly category: string;
  /** Whether a critical finding that has a fix stops the run, after the findings were shown. */
  readonly failOnCritical: boolean;
}

/**
 * Looks for known vulnerabilities in the system's packages and in what the programs were built from, and shows the high
 * and critical ones in the Security tab. Needs `uploadFindings`, and a login where the image is private.
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
