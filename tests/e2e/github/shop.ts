import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import type { DeliveredFile } from "../../../src/plan/delivery-plan.js";
import { deliver, type Delivered } from "../../../src/delivery/pull-request/deliver.js";
import { NO_MEMORY } from "../../../src/delivery/pull-request/delivery.js";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { UserError } from "../../../src/problems/user-error.js";
import { type Call, GitHub } from "../../github-emulator/emulator.js";
import type { Repository } from "../../github-emulator/repository.js";
import { RIGHTS } from "./versions.js";
import { faultAt, NO_TROUBLE, type Trouble } from "./trouble.js";

/** As Slipway's own client, but that it never waits. */
const ImpatientOctokit = Octokit.plugin(retry);
const silent = () => undefined;

/** Lets the calls of several runs through one at a time, in an order that is chosen beforehand. */
class Turns {
  private readonly waiting = new Map<string, (() => void)[]>();
  private taken = 0;

  /** Which run's turn it is is chosen by these numbers, one after the other and then from the first again. */
  constructor(
    private readonly choices: readonly number[],
    runs: readonly string[],
  ) {
    for (const run of runs) this.waiting.set(run, []);
  }

  /** Resolves when it is the run's turn. */
  async next(run: string): Promise<void> {
    await new Promise<void>((resolve) => {
      this.waiting.get(run)?.push(resolve);
      this.release();
    });
  }

  /** The run has come to its end. */
  leave(run: string): void {
    this.waiting.delete(run);
    this.release();
  }

  /** As long as one of the runs is not at a call, nobody goes: whether it came first would be left to chance. */
  private release(): void {
    const runs = [...this.waiting.values()];
    if (runs.length === 0 || runs.some((calls) => calls.length === 0)) return;
    const choice = this.choices[this.taken % this.choices.length] ?? 0;
    this.taken += 1;
    runs[choice % runs.length]?.shift()?.();
  }
}

/** One run of Slipway that delivers to a repository, with what goes wrong in it. */
export interface Run {
  readonly files: readonly DeliveredFile[];
  readonly trouble?: Trouble;
  /** What somebody does in the moment before the run's call of this number. */
  readonly meanwhile?: { readonly at: number; readonly act: () => void } | undefined;
}

/** Makes a client for the API at `url`. */
export type Connect = (url: string, token: string) => Octokit;

/** A GitHub with one repository that is delivered to. */
export class Shop {
  private constructor(
    readonly github: GitHub,
    readonly repository: Repository,
    private readonly connect: Connect,
  ) {}

  /** By default Slipway's runs have no patience. */
  static async open(connect: Connect = impatient): Promise<Shop> {
    const github = await GitHub.start();
    const files = { "README.md": "shop\n", "src/main.ts": "main\n" };
    return new Shop(github, github.repository("acme/shop", { files }), connect);
  }

  close(): Promise<void> {
    return this.github.stop();
  }

  /** Commits on Slipway's branch that the default branch has not. */
  get commits(): readonly string[] {
    return this.repository.head(BRANCH) === undefined ? [] : this.repository.commitsOn(BRANCH);
  }

  /** The calls after that of this number that would have changed something. */
  writesSince(call: number): readonly string[] {
    return this.github.writes.flatMap(({ index, method, path }) => (index > call ? `${method} ${path}` : []));
  }

  /** Delivers, as one `up` does. The calls that it made stand in `github.calls`. */
  async run(run: Run): Promise<Delivered> {
    const [outcome] = await this.runAtOnce([run], [0]);
    if (outcome === undefined) throw new Error("a run has an outcome");
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
  }

  /** Delivers, and gives what the user is told where it is refused. */
  async outcomeOf(run: Run): Promise<Delivered | UserError> {
    try {
      return await this.run(run);
    } catch (error) {
      if (error instanceof UserError) return error;
      throw error;
    }
  }

  /** Delivers several times at once; whose call is next is chosen by the numbers. */
  async runAtOnce(
    runs: readonly Run[],
    order: readonly number[],
  ): Promise<PromiseSettledResult<Delivered>[]> {
    // Each run has a token of its own, by which its calls are known.
    const tokens = runs.map(() => this.github.token({ permissions: RIGHTS }));
    const turns = new Turns(
      order,
      tokens.map(({ id }) => id),
    );
    const seen = new Map<string, number>();
    this.github.intervene = async ({ token = "", method }: Call) => {
      await turns.next(token);
      const call = (seen.get(token) ?? 0) + 1;
      seen.set(token, call);
      const run = runs[tokens.findIndex(({ id }) => id === token)];
      // GitHub deletes a branch wherever it is, and has no way to delete it only where it was seen.
      if (run?.meanwhile?.at === call && method !== "DELETE") run.meanwhile.act();
      return faultAt(run?.trouble ?? NO_TROUBLE, call);
    };
    return Promise.allSettled(
      tokens.map(async ({ id, secret }, index) => {
        try {
          return await this.deliver(secret, runs[index]?.files ?? []);
        } finally {
          turns.leave(id);
        }
      }),
    );
  }

  private deliver(token: string, files: readonly DeliveredFile[]): Promise<Delivered> {
    const delivery = {
      target: { owner: "acme", repo: "shop" },
      system: "shop",
      stack: "slipway/test",
      files,
      replaceFiles: new Set<string>(),
      memory: NO_MEMORY,
    };
    return deliver(this.connect(this.github.url, token), delivery, () => Promise.resolve());
  }
}

function impatient(baseUrl: string, auth: string): Octokit {
  return new ImpatientOctokit({
    auth,
    baseUrl,
    userAgent: "slipway",
    log: { debug: silent, info: silent, warn: silent, error: silent },
    retry: { retryAfterBaseValue: 0 },
  });
}
