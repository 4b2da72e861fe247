import type { Finding } from "./finding.js";

/** The programs that a push from this machine needs, and what to do if one is missing. */
const PROGRAMS = {
  pulumi: "`npm run up` installs one, and `npm run env` adds it to PATH",
  docker:
    "`npm run up` works without it; to build for another registry, name a buildx builder in slipway:builder",
} as const;

export type Program = keyof typeof PROGRAMS;

/** Findings about this machine. `found`: program → where it is. Pure. */
export function machineFindings(found: ReadonlyMap<Program, string | undefined>): Finding[] {
  return [...found].map(([program, place]) => {
    const common = { system: "this machine", about: program };
    return place === undefined
      ? { ...common, state: "unknown", text: "Not on PATH.", fix: PROGRAMS[program] }
      : { ...common, state: "fine", text: `It is ${place}.` };
  });
}
