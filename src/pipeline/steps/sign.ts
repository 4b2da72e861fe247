import type { Step } from "../../catalogue/workflow-model.js";
import type { Published } from "./published.js";

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
