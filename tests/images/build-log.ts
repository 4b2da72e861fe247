/** The steps of a build as its log (`--progress plain`) names them. FROM is none. */
export interface Steps {
  /** Titles of those that ran, such as `[builder 3/7] COPY Cargo.toml ./`. */
  readonly run: string[];
  /** How many came from the cache. */
  readonly cached: number;
}

/** Which steps of a build ran. */
export function steps(log: string): Steps {
  const titles = new Map<string, string>();
  const cached = new Set<string>();
  for (const line of log.split("\n")) {
    const title = /^#(\d+) (\[(?:\S+ +)?\d+\/\d+\] (?!FROM).*)$/.exec(line);
    if (title?.[1] && title[2]) titles.set(title[1], title[2]);
    const step = /^#(\d+) CACHED$/.exec(line)?.[1];
    if (step && titles.has(step)) cached.add(step);
  }
  return {
    run: [...titles].filter(([number]) => !cached.has(number)).map(([, title]) => title),
    cached: cached.size,
  };
}

/** Names of the crates that Cargo compiled in a build, each once. */
export function compiled(log: string): Set<string> {
  return new Set([...log.matchAll(/Compiling (\S+) v/g)].flatMap(([, name]) => name ?? []));
}

/** What the steps of a build printed. A log has more: of a step that fails also its script, with each message in it. */
export function printed(log: string): string {
  return [...log.matchAll(/^#\d+ \d+\.\d+ (.*)$/gm)].map(([, line]) => line).join("\n");
}
