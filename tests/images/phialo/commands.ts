/** The commands in the blocks of shell of a page in Markdown, each on one line, comments and continuations undone. */
export function commandsOf(markdown: string): string[] {
  return [...markdown.matchAll(/^ *```bash\n([\s\S]*?)^ *```$/gm)]
    .flatMap(([, block = ""]) => block.replaceAll(/\\\n\s*/g, "").split("\n"))
    .map((line) => line.trim())
    .filter((line) => line !== "");
}

/** A `docker build` or `docker buildx` command as words, without the variables before it and without its context. */
export function buildCommand(command: string): readonly ["docker", ...string[]] | undefined {
  const [, words] = /\bdocker ((?:build|buildx|builder) .*)$/.exec(command) ?? [];
  if (words === undefined) return undefined;
  return ["docker", ...words.split(" ").filter((word) => !["...", "…", "."].includes(word))];
}
