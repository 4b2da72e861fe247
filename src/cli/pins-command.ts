import { Command } from "commander";
import pMap from "p-map";
import { githubTags } from "../github/pins/github-tags.js";
import { actionRepository, pinState, type PinState, type TagSource } from "../github/pins/pin-state.js";
import { actions } from "../catalogue/actions.js";
import { exitCodes } from "./exit.js";
import { githubApis, unanswered } from "./github-api.js";
import { printResult } from "./output.js";

const NOTHING_LEARNT = "with GitHub; releases are unknown, and nothing was changed";
/** Few enough for GitHub, and fast enough. */
const AT_ONCE = 4;

export function pinsCommand(): Command {
  return new Command("pins")
    .summary("report newer releases of pinned actions")
    .description(
      "Asks GitHub for the releases of every action in src/catalogue/actions.ts, and whether each pinned tag still points to the pinned commit. Changes nothing. Exit code 1 for a newer release or a moved tag, 2 if GitHub did not answer.",
    )
    .option("--json", "a list of { action, version, commit, state }")
    .addHelpText(
      "after",
      "\nEnvironment:\n  GITHUB_TOKEN    any token; public repositories need no permission\n  GITHUB_API_URL  default: https://api.github.com\n  HTTPS_PROXY     used if set\n\nExamples:\n  GITHUB_TOKEN=$(gh auth token) slipway pins\n  slipway pins --json",
    )
    .action(async ({ json }: { readonly json?: true }) => {
      const { api } = githubApis(process.env, NOTHING_LEARNT);
      const tagsOf = new Map<string, Promise<TagSource>>();
      const rows = await pMap(
        Object.entries(actions),
        async ([action, { version, commit }]) => {
          const repository = actionRepository(action);
          const tags = tagsOf.get(repository) ?? githubTags(repository, api);
          tagsOf.set(repository, tags);
          return { action, version, commit, state: await pinState({ version, commit }, await tags) };
        },
        { concurrency: AT_ONCE },
      ).catch(
        unanswered(
          "the tags of every pinned action's repository",
          "check GITHUB_TOKEN and the network (HTTPS_PROXY is used if set), then run the command again",
          NOTHING_LEARNT,
        ),
      );
      printResult(json, rows, (all) =>
        all.map(({ action, version, state }) => `${action} ${version}: ${inWords(state)}`).join("\n"),
      );
      if (rows.some(({ state }) => state.kind !== "newest")) process.exitCode = exitCodes.problem;
    });
}

function inWords(state: PinState): string {
  switch (state.kind) {
    case "newest":
      return "newest";
    case "newer":
      return `${state.newest.version} is available, ${state.newest.commit}`;
    case "moved":
      return state.commit === undefined
        ? "its tag was deleted; find out why before you pin another release"
        : `its tag was moved to ${state.commit}; the pin is unaffected, but find out why`;
    default:
      return state satisfies never;
  }
}
