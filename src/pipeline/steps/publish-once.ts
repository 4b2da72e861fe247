import type { Step } from "../../catalogue/workflow-model.js";

/** References to publish, one per line, as an expression, and those tags that may move, such as `latest`. */
interface Tags {
  readonly tags: string;
  readonly moving: readonly string[];
}

/**
 * Finds an image of this commit that is already published, for registries with immutable tags: a re-run, or a release of
 * a commit that `main` published, reuses it instead of building. Its digest is `steps.published.outputs.digest`, empty if
 * there is none. A tag of another commit fails the run. For images of one platform.
 */
export function findPublished({ tags, moving }: Tags): Step {
  return {
    name: "Find published image",
    id: "published",
    env: { REFERENCES: tags, MOVING: moving.join(" "), COMMIT: "${{ github.sha }}" },
    run: `format='{{.Manifest.Digest}} {{index .Image.Config.Labels "org.opencontainers.image.revision"}}'
while read -r reference; do
  [[ " $MOVING " == *" \${reference##*:} "* ]] && continue
  if ! found=$(docker buildx imagetools inspect --format "$format" "$reference" 2> "$RUNNER_TEMP/answer"); then
    grep --quiet 'not found' "$RUNNER_TEMP/answer" && continue
    cat "$RUNNER_TEMP/answer" >&2
    exit 1
  fi
  read -r digest commit <<< "$found"
  if [[ $commit != "$COMMIT" ]]; then
    echo "::error title=$reference already exists::It was built from commit \${commit:-unknown}, not from $COMMIT. Published tags never move: release a new version." >&2
    exit 1
  fi
  echo "$reference was built from this commit: skipping the build."
  echo "digest=$digest" >> "$GITHUB_OUTPUT"
  break
done <<< "$REFERENCES"
`,
  };
}

/** Tags an image that was pushed by digest. Existing tags that may not move stay unchanged. */
export function tagImage({
  name,
  digest,
  tags,
  moving,
  condition,
}: Tags & {
  readonly name: string;
  /** An expression. */
  readonly digest: string;
  readonly condition?: string;
}): Step {
  return {
    name,
    ...(condition !== undefined && { if: condition }),
    env: { DIGEST: digest, REFERENCES: tags, MOVING: moving.join(" ") },
    run: `while read -r reference; do
  there=$(docker buildx imagetools inspect --format '{{.Manifest.Digest}}' "$reference" 2> /dev/null || true)
  if [[ $there == "$DIGEST" || ( -n $there && " $MOVING " != *" \${reference##*:} "* ) ]]; then
    echo "$reference already exists."
  else
    docker buildx imagetools create --prefer-index=false --tag "$reference" "\${reference%:*}@$DIGEST"
  fi
done <<< "$REFERENCES"
`,
  };
}
