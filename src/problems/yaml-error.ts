/** What a YAML parser says first of a text that it cannot read; the lines after it show the place. */
export function yamlError(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/:?\n.*$/s, "");
}
