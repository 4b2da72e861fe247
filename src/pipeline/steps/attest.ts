import type { Step } from "../../catalogue/workflow-model.js";

/**
 * Signs a statement of how the image was built, and keeps it beside the image: `gh attestation verify` reads it. By
 * digest, since a tag can be moved. Needs `proveIdentity`, `writeAttestations` and a login to the registry.
 */
export function attest({ image, digest }: { readonly image: string; readonly digest: string }): Step {
  return {
    name: "Generate artifact attestation",
    uses: "actions/attest",
    with: {
      "subject-name": image,
      "subject-digest": digest,
      "push-to-registry": true,
      // A record on the organisation's page would need one more right.
      "create-storage-record": false,
    },
  };
}
