import { isDeepStrictEqual } from "node:util";
import * as v from "valibot";
import { UserError } from "../../src/problems/user-error.js";
import { deliver, type Delivered, examine, withdraw } from "../../src/delivery/pull-request/deliver.js";
import type { Delivery } from "../../src/delivery/pull-request/delivery.js";
import { openPullRequest } from "../../src/delivery/pull-request/decide.js";
import type { Connection } from "./connection.js";
import type { Log } from "./engine-log.js";
import {
  deliveryOf,
  readInputs,
  readState,
  type RepositoryFilesInputs,
  type RepositoryFilesState,
} from "./properties.js";
import { deed, intention, leftovers, remains, warningsOn } from "./report.js";

/** What differs between the last `up` and this one. */
export interface Difference {
  readonly changes: boolean;
  /** Properties that need a new resource: another repository gets a delivery of its own. */
  readonly replaces: readonly string[];
}

/** A resource as the state keeps it. */
export interface Resource {
  readonly id: string;
  readonly state: RepositoryFilesState;
}

/** What the plugin does with each resource, apart from the protocol. */
export class RepositoryFilesProvider {
  /** Resources of which it was said that they are not compared. */
  private readonly uncompared = new Set<string>();

  constructor(
    private readonly connection: Connection,
    private readonly log: Log,
  ) {}

  /** Asks GitHub, so that a preview tells the truth; without a token, only what the program asks for is compared. */
  async diff(urn: string, olds: unknown, news: unknown): Promise<Difference> {
    const [before, after] = [readState(olds), readInputs(news)];
    const replaces = (["owner", "repository"] as const).filter((name) => before[name] !== after[name]);
    const asked = !isDeepStrictEqual(inputsIn(before), after);
    if (replaces.length > 0 || !(await this.mayAsk(urn))) return { changes: asked, replaces };
    const { remote, decision } = await examine(
      this.connection.client(after.baseUrl),
      deliveryOf(urn, after, before),
    );
    const quiet = decision.kind === "nothing" || decision.kind === "leaveClosed";
    // What changes is told of when it is carried out, or would be.
    if (quiet && !asked) await this.log(urn, warningsOn(decision, remote));
    return { changes: asked || !quiet, replaces };
  }

  /** What creating or updating would do. @throws UserError where it would not. */
  async preview(urn: string, olds: unknown, news: unknown): Promise<void> {
    if (!(await this.mayAsk(urn))) return;
    const inputs = readInputs(news);
    const delivery = deliveryOf(urn, inputs, olds === undefined ? undefined : readState(olds));
    const { remote, decision } = await examine(this.connection.client(inputs.baseUrl), delivery);
    if (decision.kind === "refuse") {
      throw new UserError(decision.problems, "in the delivery; nothing was changed");
    }
    await this.log(urn, [
      ...warningsOn(decision, remote),
      ...intention(decision, remote),
      ...leftovers(delivery, remote),
    ]);
  }

  /** Takes the token of the stack's configuration, which the program hands over in each run. */
  useToken(given: unknown): void {
    this.connection.useToken(v.parse(v.object({ token: v.string() }), given).token);
  }

  async create(urn: string, news: unknown): Promise<Resource> {
    const inputs = readInputs(news);
    return { id: `${inputs.owner}/${inputs.repository}`, state: await this.bring(urn, inputs, undefined) };
  }

  async update(urn: string, olds: unknown, news: unknown): Promise<RepositoryFilesState> {
    return this.bring(urn, readInputs(news), readState(olds));
  }

  /** The state as GitHub has it now; as it was, where there is no token to ask with. */
  async read(urn: string, given: unknown): Promise<RepositoryFilesState> {
    const state = readState(given);
    if (!(await this.mayAsk(urn))) return state;
    const { remote } = await examine(
      this.connection.client(state.baseUrl),
      deliveryOf(urn, inputsIn(state), state),
    );
    return { ...state, pullRequest: openPullRequest(remote)?.url ?? "" };
  }

  async delete(urn: string, given: unknown): Promise<void> {
    const state = readState(given);
    const removal = await withdraw(
      this.connection.client(state.baseUrl),
      deliveryOf(urn, inputsIn(state), state),
    );
    await this.log(urn, remains(removal, `${state.owner}/${state.repository}`));
  }

  private async bring(
    urn: string,
    inputs: RepositoryFilesInputs,
    before: RepositoryFilesState | undefined,
  ): Promise<RepositoryFilesState> {
    const delivery = deliveryOf(urn, inputs, before);
    const delivered = await deliver(this.connection.client(inputs.baseUrl), delivery);
    const { decision, remote, pullRequest } = delivered;
    await this.log(urn, [
      ...warningsOn(decision, remote),
      ...deed(decision, remote, pullRequest),
      ...leftovers(delivery, remote),
    ]);
    return { ...inputs, owned: ownedPaths(delivery, delivered), pullRequest: pullRequest ?? "" };
  }

  /** Whether there is a token; says so, once for each resource, where there is none. */
  private async mayAsk(urn: string): Promise<boolean> {
    if (this.connection.hasToken) return true;
    if (this.uncompared.has(urn)) return false;
    this.uncompared.add(urn);
    await this.log(urn, [
      {
        severity: "warning",
        text: "Not compared with GitHub, because there is no token here: set GITHUB_TOKEN. github:token of the stack's configuration reaches what runs the program, which a refresh does not.",
      },
    ]);
    return false;
  }
}

/** What is on the default branch at a delivered path is Slipway's: a delivery fails where it is not. */
function ownedPaths({ files }: Delivery, { remote }: Delivered): string[] {
  return files.map(({ path }) => path).filter((path) => remote.base.tree.has(path));
}

function inputsIn({
  owner,
  repository,
  system,
  files,
  adopt,
  baseUrl,
}: RepositoryFilesState): RepositoryFilesInputs {
  return { owner, repository, system, files, adopt, ...(baseUrl !== undefined && { baseUrl }) };
}
