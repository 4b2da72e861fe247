import type { ImageSpec } from "../../catalogue/image-spec.js";
import type { EnvValue, Step } from "../../catalogue/workflow-model.js";

/**
 * Reads build arguments that each environment sets for itself; no step if there are none. A missing one causes a warning
 * and is left out, so the Dockerfile's default applies (N15, N45). The result is `steps.args.outputs.build_args`.
 */
export function setBuildArgs({
  lines,
  variables,
  value,
  condition,
}: {
  /** All arguments, or an expression for them. `NAME=value` is passed on; a bare `NAME` is read from the environment. */
  readonly lines: string;
  /** Name → default that is safe in pull requests. */
  readonly variables: Readonly<Record<string, string>>;
  /** Source of a value: `variableOrSecret` or `variableOrDefault`. */
  readonly value: (name: string, fallback: string) => EnvValue;
  readonly condition?: string;
}): readonly Step[] {
  const names = Object.entries(variables);
  if (names.length === 0) return [];
  const values = Object.fromEntries(names.map(([name, fallback]) => [name, value(name, fallback)]));
  return [
    {
      name: "Set build arguments",
      id: "args",
      ...(condition !== undefined && { if: condition }),
      env: { ...values, BUILD_ARGS: lines },
      run: SCRIPT,
    },
  ];
}

const SCRIPT = `{
  echo 'build_args<<END_OF_BUILD_ARGS'
  while read -r line; do
    [[ -n $line ]] || continue
    name=\${line%%=*}
    if [[ $line == *=* ]]; then
      echo "$line"
    elif [[ \${!name} == *$'\\n'* ]]; then
      echo "::error title=$name has several lines::A build argument must be a single line. Change the variable $name." >&2
      exit 1
    elif [[ -n \${!name} ]]; then
      echo "$name=\${!name}"
    else
      echo "::warning title=$name is not set::The default from the Dockerfile is used. Set it under Settings > Secrets and variables > Actions > Variables." >&2
    fi
  done <<< "$BUILD_ARGS"
  echo END_OF_BUILD_ARGS
} >> "$GITHUB_OUTPUT"
`;

/** The Actions variable of that name or, if unset, the secret (N14). */
export function variableOrSecret(name: string): { value: string; note: string } {
  return {
    value: `\${{ vars.${name} || secrets.${name} }}`,
    note: "zizmor: ignore[secrets-outside-env] built into public files, so not a secret",
  };
}

/** The Actions variable of that name or, if unset, the default. Reads no secret. */
export function variableOrDefault(name: string, fallback: string): string {
  return `\${{ vars.${name} || '${fallback.replaceAll("'", "''")}' }}`;
}

/** Build arguments, one per line: `NAME=value`, or a bare `NAME` if each environment sets its own. */
export function argumentLines({ buildArgs, sourceVersionArg, variableArgs }: ImageSpec): string {
  return [
    ...Object.entries(buildArgs).map(([name, value]) => `${name}=${value}`),
    ...(sourceVersionArg === undefined ? [] : [`${sourceVersionArg}=\${{ github.sha }}`]),
    ...Object.keys(variableArgs),
  ]
    .map((line) => `${line}\n`)
    .join("");
}
