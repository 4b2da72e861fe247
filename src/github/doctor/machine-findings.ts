import type { Finding } from "./finding.js";

/** The programs that a push from this machine needs, and what to do without them. */
const PROGRAMS = {
  pulumi: "`npm run up` makes one where there is none, and `npm run env` puts it on PATH",
  docker:
    "`npm run up` does without; to build for another registry, name a buildx builder in slipway:builder",
} as const;

export type Program = keyof typeof PROGRAMS;

/** How this machine stands: program → where it is. Pure. */
export function machineFindings(found: ReadonlyMap<Program, string | undefined>): Finding[] {
  return [...found].map(([program, place]) => {
    const common = { system: "this machine", about: program };
    return place === undefined
      ? { ...common, state: "unknown", text: "It is not on PATH.", fix: PROGRAMS[program] }
      : { ...common, state: "fine", text: `It is ${place}.` };
  });
}
