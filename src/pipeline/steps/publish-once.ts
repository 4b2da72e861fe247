import type { Step } from "../../catalogue/workflow-model.js";

/** References to publish, one a line, as an expression; and the tags among them that may move, such as `latest`. */
interface Tags {
  readonly tags: string;
  readonly moving: readonly string[];
}

/**
 * Looks whether this commit was published before, for registries that refuse to overwrite a tag: when a run is
 * repeated, or a commit of main becomes a release, the image that is there is taken and nothing is built. Its digest is
 * `steps.published.outputs.digest`, empty where there is none. A tag that holds another commit stops the run. For images
 * of one platform.
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

/** Gives an image, pushed before by its digest, its tags. One that may not move and is there already stays as it is. */
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
