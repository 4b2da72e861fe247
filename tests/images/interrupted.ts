import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Command, RunOptions, ThrowawayDocker } from "./throwaway-docker.js";

/** Runs a script and interrupts it as Ctrl-C does, after a line of its output; what came of it. */
export async function interrupted(
  docker: ThrowawayDocker,
  script: string,
  isTime: (line: string) => boolean,
  options: RunOptions = {},
): Promise<Awaited<Command>> {
  // In a session of its own, whose number is its process group's: a terminal sends Ctrl-C to the whole group.
  const command = docker.run(["setsid", "--wait", "bash", "-c", `echo $$ && exec ${script}`], options);
  const lines = createInterface(command.stdout);
  const [group] = (await once(lines, "line")) as [string];
  for await (const line of lines) if (isTime(line)) break;
  await docker.output(["bash", "-c", `kill -INT -- -${group}`]);
  return command;
}
