import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { UserError } from "../../src/problems/user-error.js";
import { deliver, examine, type Examination, withdraw } from "../../src/delivery/pull-request/deliver.js";
import type { Delivery } from "../../src/delivery/pull-request/delivery.js";
import { openPullRequest } from "../../src/delivery/pull-request/decide.js";
import type { Connection } from "./connection.js";
import {
  deliveryOf,
  readInputs,
  readState,
  type RepositoryFilesInputs,
  type RepositoryFilesState,
} from "./properties.js";
import { deliveryMessages, destroyMessages, type Message, warningsOn } from "./report.js";

/** Logs messages for the resource of that URN. Resolves when the engine has them. */
export type Log = (urn: string, messages: readonly Message[]) => Promise<void>;

/** Differences since the last `up`. */
export interface Difference {
  readonly changes: boolean;
  /** Properties that need a new resource: another repository gets a delivery of its own. */
  readonly replaces: readonly string[];
}

/** A resource in the stack's state. */
export interface Resource {
  readonly id: string;
  readonly state: RepositoryFilesState;
}

/** The plugin's resource operations, apart from the protocol. */
export class RepositoryFilesProvider {
  /** Resources for which the missing token was reported. */
  private readonly uncompared = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly log: Log,
  ) {}

  /** Compares with GitHub, so that previews are accurate; without a token, compares the inputs only. */
  async diff(urn: string, olds: unknown, news: unknown): Promise<Difference> {
    const [before, after] = [readState(olds), readInputs(news)];
    const replaces = (["owner", "repository"] as const).filter((name) => before[name] !== after[name]);
    const asked = !isDeepStrictEqual(inputsIn(before), after);
    if (replaces.length > 0 || !(await this.mayCompare(urn))) return { changes: asked, replaces };
    const { remote, decision } = await this.examine(after, deliveryOf(urn, after, before));
    const quiet = decision.kind === "nothing" || decision.kind === "leaveClosed";
    // A change is reported by the preview or update that follows.
    if (quiet && !asked) await this.log(urn, warningsOn(decision, remote));
    return { changes: asked || !quiet, replaces };
  }

  /** Reports what creating or updating would do. @throws UserError if it would fail. */
  async preview(urn: string, olds: unknown, news: unknown): Promise<void> {
    if (!(await this.mayCompare(urn))) return;
    const inputs = readInputs(news);
    const delivery = deliveryOf(urn, inputs, olds === undefined ? undefined : readState(olds));
    const examination = await this.examine(inputs, delivery);
    const { decision } = examination;
    if (decision.kind === "refuse") {
      throw new UserError(decision.problems, "in the delivery; nothing was changed");
    }
    await this.log(urn, deliveryMessages(delivery, examination));
  }

  /** Takes the token of the stack's configuration, which the program passes in each run. */
  useToken(given: unknown): void {
    this.connection.useToken(v.parse(v.object({ token: v.string() }), given).token);
  }

  async create(urn: string, news: unknown): Promise<Resource> {
    const inputs = readInputs(news);
    return { id: `${inputs.owner}/${inputs.repository}`, state: await this.deliver(urn, inputs, undefined) };
  }

  async update(urn: string, olds: unknown, news: unknown): Promise<RepositoryFilesState> {
    return this.deliver(urn, readInputs(news), readState(olds));
  }

  /** The state refreshed from GitHub; unchanged without a token. */
  async read(urn: string, given: unknown): Promise<RepositoryFilesState> {
    const state = readState(given);
    if (!(await this.mayCompare(urn))) return state;
    const { remote } = await this.examine(state, deliveryOf(urn, state, state));
    return { ...state, pullRequest: openPullRequest(remote)?.url ?? "" };
  }

  async delete(urn: string, given: unknown): Promise<void> {
    const state = readState(given);
    const removal = await withdraw(this.connection.client(state.baseUrl), deliveryOf(urn, state, state));
    await this.log(urn, destroyMessages(removal, `${state.owner}/${state.repository}`));
  }

  private async deliver(
    urn: string,
    inputs: RepositoryFilesInputs,
    before: RepositoryFilesState | undefined,
  ): Promise<RepositoryFilesState> {
    const delivery = deliveryOf(urn, inputs, before);
    const delivered = await deliver(this.connection.client(inputs.baseUrl), delivery);
    await this.log(urn, deliveryMessages(delivery, delivered));
    const { tree } = delivered.remote.base;
    // Delivered paths on the default branch are Slipway's: otherwise the delivery fails.
    const owned = delivery.files.map(({ path }) => path).filter((path) => tree.has(path));
    return { ...inputs, owned, pullRequest: delivered.pullRequest ?? "" };
  }

  private examine({ baseUrl }: RepositoryFilesInputs, delivery: Delivery): Promise<Examination> {
    return examine(this.connection.client(baseUrl), delivery);
  }

  /** Whether there is a token; warns once per resource if not. */
  private async mayCompare(urn: string): Promise<boolean> {
    if (this.connection.hasToken) return true;
    if (this.uncompared.has(urn)) return false;
    this.uncompared.add(urn);
    await this.log(urn, [
      {
        severity: "warning",
        text: "Not compared with GitHub: there is no token. Set GITHUB_TOKEN; github:token of the stack's configuration is available only when the program runs, which a refresh does not do.",
      },
    ]);
    return false;
  }
}

function inputsIn({
  owner,
  repository,
  system,
  files,
  replaceFiles,
  baseUrl,
}: RepositoryFilesState): RepositoryFilesInputs {
  return { owner, repository, system, files, replaceFiles, ...(baseUrl !== undefined && { baseUrl }) };
}
