import { once } from "node:events";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import * as v from "valibot";
import { MATRIX_INPUT } from "./fake-actions.js";

/** What a fake was called as. */
export type Call = ActionCall | ProgramCall;

interface CallBase {
  /** Id of the job. */
  readonly job: string;
  /** The cell of the job's matrix; empty without one. */
  readonly matrix: Cell;
  /** Folder of the job's checkout. */
  readonly workspace: string;
  /** The folder it was called in. */
  readonly directory: string;
  /** Variables that the workflow and its steps set; those of the runner are left out. */
  readonly env: Readonly<Record<string, string>>;
}

/** A step's third-party action. */
export interface ActionCall extends CallBase {
  readonly kind: "action";
  /** `owner/repository`, with a folder where the action lives in one. */
  readonly action: string;
  /** Every input that is not empty, defaults of the action included. */
  readonly inputs: Readonly<Record<string, string>>;
}

/** A program that a script called. */
export interface ProgramCall extends CallBase {
  readonly kind: "program";
  readonly program: string;
  readonly args: readonly string[];
}

export type Cell = Readonly<Record<string, string>>;

/** What a fake does. Every part may be left out: it then succeeds, silently. */
export interface Answer {
  readonly outputs?: Readonly<Record<string, string>>;
  /** Variables for the steps that follow. */
  readonly environment?: Readonly<Record<string, string>>;
  readonly stdout?: string;
  readonly stderr?: string;
  readonly exitCode?: number;
}

/** Where the calls of all fakes of one run arrive. */
export interface Stage {
  /** The socket that fakes find it at. */
  readonly socket: string;
  /** The calls so far, in the order in which they began. */
  readonly calls: readonly Call[];
  readonly close: () => Promise<void>;
}

const strings = v.record(v.string(), v.string());
const common = { directory: v.string(), environment: strings };
const message = v.pipe(
  v.string(),
  v.parseJson(),
  v.variant("kind", [
    v.object({ kind: v.literal("action"), action: v.string(), inputs: strings, ...common }),
    v.object({ kind: v.literal("program"), program: v.string(), args: v.array(v.string()), ...common }),
  ]),
);
const cell = v.pipe(v.string(), v.parseJson(), v.nullable(strings));

/**
 * Opens a stage in a folder. `play` answers each call; where it throws, the fake fails with the message.
 *
 * @param runner variables that every step has, and that tell nothing of the workflow.
 */
export async function openStage(
  folder: string,
  runner: Readonly<Record<string, string>>,
  play: (call: Call) => Promise<Answer>,
): Promise<Stage> {
  const calls: Call[] = [];
  // Programs do not know the matrix; the actions of the same checkout do.
  const cells = new Map<string, Cell>();

  async function serve(socket: Socket): Promise<void> {
    const { environment, ...said } = v.parse(message, await received(socket));
    const workspace = environment["GITHUB_WORKSPACE"] ?? "";
    const place = { job: environment["GITHUB_JOB"] ?? "", workspace, env: ofWorkflow(environment, runner) };
    const call: Call =
      said.kind === "program"
        ? { ...said, ...place, matrix: cells.get(workspace) ?? {} }
        : { ...said, ...place, ...splitInputs(said.inputs) };
    cells.set(workspace, call.matrix);
    calls.push(call);
    const answer = await play(call).catch((error: unknown) => ({
      stderr: `${String(error)}\n`,
      exitCode: 1,
    }));
    socket.end(
      JSON.stringify({ outputs: {}, environment: {}, stdout: "", stderr: "", exitCode: 0, ...answer }),
    );
  }

  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true }, (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
    // A fake that is cut off fails its step.
    void serve(socket).catch(() => socket.destroy());
  });
  const path = join(folder, "stage");
  server.listen(path);
  await once(server, "listening");
  return {
    socket: path,
    calls,
    async close() {
      const closed = once(server, "close");
      server.close();
      // Those of an act that was ended for taking too long.
      for (const socket of sockets) socket.destroy();
      await closed;
    },
  };
}

/** All that the other side sends until it has no more to say. The library's own consumers would also hang up. */
async function received(socket: Socket): Promise<string> {
  const chunks: Buffer[] = [];
  socket.on("data", (chunk: Buffer) => chunks.push(chunk));
  await once(socket, "end");
  return Buffer.concat(chunks).toString();
}

/** Takes the matrix out of the inputs, where the fake's `action.yml` has put it. */
function splitInputs(received: Readonly<Record<string, string>>): Pick<ActionCall, "inputs" | "matrix"> {
  const { [MATRIX_INPUT]: matrix = "{}", ...inputs } = received;
  const given = Object.entries(inputs).filter(([, value]) => value !== "");
  return { inputs: Object.fromEntries(given), matrix: v.parse(cell, matrix) ?? {} };
}

/** Variables of GitHub's machine, of act, of bash, and of the stage itself. */
const OF_RUNNER =
  /^(GITHUB_|RUNNER_|ACTIONS_|INPUT_|STATE_)|^(CI|ACT|ImageOS|SHA_REF|SHLVL|PWD|OLDPWD|_|SLIPWAY_STAGE)$/;

function ofWorkflow(environment: Readonly<Record<string, string>>, runner: Readonly<Record<string, string>>) {
  const set = Object.entries(environment).filter(([name]) => !OF_RUNNER.test(name) && !(name in runner));
  return Object.fromEntries(set);
}
