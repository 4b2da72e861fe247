import type { Step } from "../../catalogue/workflow-model.js";

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
