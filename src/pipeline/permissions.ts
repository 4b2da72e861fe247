import type { Permissions } from "../catalogue/workflow-model.js";

/** Permissions of job tokens by purpose. A job combines what it needs: `{ ...readSources, ...pushPackages }`. */
export const readSources: Permissions = { contents: { access: "read", why: "check out the repository" } };
export const pushPackages: Permissions = { packages: { access: "write", why: "push images to GHCR" } };
export const readPackages: Permissions = { packages: { access: "read", why: "pull images from GHCR" } };
/** The job's OIDC identity, which AWS and Sigstore accept instead of a stored key. */
export const proveIdentity: Permissions = {
  "id-token": { access: "write", why: "get an OIDC token instead of storing a key" },
};
export const writeAttestations: Permissions = {
  attestations: { access: "write", why: "store the artifact attestation" },
};
export const uploadFindings: Permissions = {
  "security-events": { access: "write", why: "upload findings to the Security tab" },
};
