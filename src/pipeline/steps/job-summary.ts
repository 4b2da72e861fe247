import type { Step } from "../../catalogue/workflow-model.js";
import type { Published } from "./published.js";

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
