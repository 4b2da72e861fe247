import { Command } from "commander";
import pMap from "p-map";
import { GithubError } from "../github/api.js";
import { githubTags } from "../github/pins/github-tags.js";
import { repositoryOf } from "../github/pins/pin.js";
import { pinState, type PinState } from "../github/pins/pin-state.js";
import { actions } from "../catalogue/actions.js";
import { exitCodes, UsageError } from "./exit.js";
import { githubApis } from "./github-api.js";

const NOTHING_LEARNT = "on the way to GitHub; nothing is known of newer releases, and nothing was changed";
/** Kind to GitHub, and quick enough. */
const AT_ONCE = 4;

export function pinsCommand(): Command {
  return new Command("pins")
    .summary("tell which pinned actions have newer releases")
    .description(
      "Asks GitHub for the releases of every action in src/catalogue/actions.ts, and whether each pinned release still stands for the pinned commit. Changes nothing. Exit code 1 where there is a newer release or a moved tag, 2 where GitHub could not be asked.",
    )
    .option("--json", "a list of { action, version, commit, state }")
    .addHelpText(
      "after",
      "\nEnvironment:\n  GITHUB_TOKEN    any token; reading public repositories needs no right\n  GITHUB_API_URL  default: https://api.github.com\n  HTTPS_PROXY     used if set\n\nExamples:\n  GITHUB_TOKEN=$(gh auth token) slipway pins\n  slipway pins --json",
    )
    .action(pins);
}

async function pins({ json }: { json?: true }): Promise<void> {
  const { api } = githubApis(process.env, NOTHING_LEARNT);
  const repositories = [...new Set(Object.keys(actions).map(repositoryOf))];
  const tags = new Map(
    await pMap(repositories, async (name) => [name, await githubTags(name, api)] as const, {
      concurrency: AT_ONCE,
    }).catch(unanswered),
  );
  const rows = await pMap(Object.entries(actions), async ([action, { version, commit }]) => {
    const source = tags.get(repositoryOf(action)) ?? {
      names: [],
      commitOf: () => Promise.resolve(undefined),
    };
    return { action, version, commit, state: await pinState({ version, commit }, source) };
  }).catch(unanswered);
  if (json) console.log(JSON.stringify(rows, undefined, 2));
  else for (const { action, version, state } of rows) console.log(`${action} ${version}: ${inWords(state)}`);
  if (rows.some(({ state }) => state.kind !== "newest")) process.exitCode = exitCodes.problem;
}

function unanswered(error: unknown): never {
  if (!(error instanceof GithubError)) throw error;
  throw new UsageError(
    [
      {
        where: "GitHub",
        expected: "the tags of every pinned action's repository",
        found: error.message,
        fix: "check GITHUB_TOKEN and the network (HTTPS_PROXY is used if set), then run it again",
      },
    ],
    NOTHING_LEARNT,
  );
}

function inWords(state: PinState): string {
  switch (state.kind) {
    case "newest":
      return "newest";
    case "newer":
      return `${state.newest.version} is out, ${state.newest.commit}`;
    case "moved":
      return state.commit === undefined
        ? "its tag is gone; find out why before the next release is pinned"
        : `its tag was moved to ${state.commit}; the pin still holds, find out why`;
    default:
      return state satisfies never;
  }
}
