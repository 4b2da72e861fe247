/** Slipway itself: its own files are written where they belong. */
const OWN = "slipway";

/** The sentences that stand at the head of every file Slipway makes. */
export function header(system: string): string[] {
  const command = system === OWN ? "npm run generate" : `npx slipway render ${system}`;
  return [
    `Made by Slipway from systems/${system}/. What is changed here is lost when it is made again:`,
    `change it there, then run \`${command}\`.`,
  ];
}

/** Whether a file is one that Slipway made, for whatever system. */
export function isMade(text: string): boolean {
  return text.startsWith("# Made by Slipway from systems/");
}

/** Whether a file is one that Slipway made for this system. */
export function isMadeFor(system: string, text: string): boolean {
  return text.startsWith(`# ${header(system)[0] ?? ""}\n`);
}
