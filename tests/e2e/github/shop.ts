import { Octokit } from "@octokit/core";
import { retry } from "@octokit/plugin-retry";
import type { DeliveredFile } from "../../../src/plan/delivery-plan.js";
import { deliver, type Delivered } from "../../../src/delivery/pull-request/deliver.js";
import { NO_MEMORY } from "../../../src/delivery/pull-request/delivery.js";
import { BRANCH } from "../../../src/delivery/pull-request/remote.js";
import { type Call, GitHub } from "../../github-emulator/emulator.js";
import type { Repository } from "../../github-emulator/repository.js";
import { faultAt, NO_TROUBLE, type Trouble } from "./trouble.js";
import { Turns } from "./turns.js";

/** As Slipway's own client, but that it never waits. */
const ImpatientOctokit = Octokit.plugin(retry);
const RIGHTS = { contents: "write", pull_requests: "write", workflows: "write" } as const;
const silent = () => undefined;

/** One run of Slipway that delivers to a repository, with what goes wrong in it. */
export interface Run {
  readonly files: readonly DeliveredFile[];
  readonly trouble?: Trouble;
  /** What somebody does in the moment before the run's call of this number. */
  readonly meanwhile?: { readonly at: number; readonly act: () => void } | undefined;
}

/** Makes a client for the API at `url`. */
export type Connect = (url: string, token: string) => Promise<Octokit>;

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

  /** Delivers, as one `up` does. The calls that it made stand in `github.calls`. */
  async run(run: Run): Promise<Delivered> {
    const [outcome] = await this.runAtOnce([run], [0]);
    if (outcome === undefined) throw new Error("a run has an outcome");
    if (outcome.status === "rejected") throw outcome.reason;
    return outcome.value;
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

  private async deliver(token: string, files: readonly DeliveredFile[]): Promise<Delivered> {
    const target = { owner: "acme", repo: "shop" };
    const delivery = {
      target,
      system: "shop",
      stack: "slipway/test",
      files,
      replaceFiles: new Set<string>(),
      memory: NO_MEMORY,
    };
    const octokit = await this.connect(this.github.url, token);
    return deliver(octokit, delivery, () => Promise.resolve());
  }
}

function impatient(baseUrl: string, auth: string): Promise<Octokit> {
  const octokit = new ImpatientOctokit({
    auth,
    baseUrl,
    userAgent: "slipway",
    log: { debug: silent, info: silent, warn: silent, error: silent },
    retry: { retryAfterBaseValue: 0 },
  });
  return Promise.resolve(octokit);
}
