import { join } from "node:path";
import { startProcess } from "../process.js";

/** A moto server: AWS's API without AWS. */
export interface Moto {
  /** `http://127.0.0.1:PORT`. */
  readonly url: string;
  readonly stop: () => Promise<void>;
}

/** The account that moto plays. */
export const ACCOUNT = "123456789012";

/** Starts a moto server with nothing in it, on a free port of the loopback device. */
export async function startMoto(programs: string): Promise<Moto> {
  const server = await startProcess(
    join(programs, "moto_server"),
    ["--host", "127.0.0.1", "--port", "0"],
    /Running on (http:\/\/127\.0\.0\.1:\d+)/,
  );
  return { url: server.ready[1] ?? "", stop: server.stop };
}
